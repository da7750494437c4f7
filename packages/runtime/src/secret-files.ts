import { readFileSync } from 'node:fs';
import { EarmarkError, messageOf } from '@earmark/core/failure';

/** Variables whose value may be in a file, which `NAME_FILE` names: containers and systemd give programs secrets so. */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'EARMARK_READER_PASSWORD',
  'EARMARK_WRITER_PASSWORD',
] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables with the secrets from their files in place of the names of these. An empty one counts as unset.
 *
 * @throws USAGE_INVALID when a file cannot be read or is empty, or a secret is given twice
 */
export function readSecretFiles(variables: Variables): Variables {
  const read: Record<string, string | undefined> = { ...variables };
  for (const name of SECRETS) {
    const file = `${name}_FILE`;
    const path = read[file];
    // A program that this one starts is given the secret, and not the file as well.
    read[file] = undefined;
    if (!path) continue;
    if (read[name]) throw invalid(`Set ${name} or ${file}, not both.`);
    read[name] = readSecret(file, path);
  }
  return read;
}

/** Without the end of its last line, which editors add. */
function readSecret(file: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid(`The file that ${file} names cannot be read: ${messageOf(error)}.`, error);
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw invalid(`The file that ${file} names is empty: ${path}.`);
  return secret;
}

function invalid(message: string, cause?: unknown): EarmarkError {
  return new EarmarkError('USAGE_INVALID', message, { cause });
}
