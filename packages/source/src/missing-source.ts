import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { didYouMean, similarTo } from '@earmark/runtime/did-you-mean';

/** In place of bytes of an argument that are not UTF-8. */
const NOT_TEXT = '\ufffd';
const LINK =
  'Its name is not UTF-8, and an argument has to be: name the folder that it is in, or make a link to it (ln -s) and name that.';

/**
 * The error for a source that is not there: what is missing in which folder, and what to name instead.
 *
 * @param path the absolute path of `name`
 * @param sources what may be named as a source, in a sentence
 */
export async function missingSource(
  name: string,
  { path, sources, cause }: { path: string; sources: string; cause: unknown },
): Promise<EarmarkError> {
  const why = misspelt(name) ?? (await whereMissing(path)) ?? `. ${sources}`;
  return new EarmarkError('SOURCE_NOT_FOUND', `"${name}" was not found${why}`, { cause });

  async function whereMissing(at: string): Promise<string | undefined> {
    const folder = dirname(at);
    try {
      const similar = similarTo(basename(at), await readdir(folder));
      const next = didYouMean(similar) || ` ${sources}`;
      return `: there is no "${basename(at)}" in ${folder}.${next}`;
    } catch (error) {
      const isMissing = errorCode(error) === 'ENOENT' && folder !== at;
      return isMissing ? whereMissing(folder) : undefined;
    }
  }
}

/** Why a name is not one of a file, whatever there is. */
function misspelt(name: string): string | undefined {
  if (name.includes(NOT_TEXT)) return `. ${LINK}`;
  if (!/^~(\/|$)/.test(name)) return undefined;
  return `: a shell leaves ~ as it is inside quotes. Write "$HOME${name.slice(1)}" instead.`;
}
