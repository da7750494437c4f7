import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import { ModelManifest } from '@earmark/core/model';
import { decodeText } from '@earmark/core/text';
import { problemOf } from './problem-of.ts';

/** What is more is no manifest. */
const MAX_BYTES = 16 * 2 ** 20;
const MAX_PROBLEMS = 20;

/**
 * The manifest in a file.
 *
 * @throws USAGE_INVALID when it cannot be read, or is none: every key that is wrong, with what it has to be
 */
export async function readManifest(path: string): Promise<ModelManifest> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The manifest ${path} cannot be read. Name a JSON file, or a manifest that comes with Earmark (earmark models list).`,
      { cause },
    );
  });
  if (bytes.length > MAX_BYTES) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} is larger than any manifest. Name the JSON file, and the network with --onnx.`,
    );
  }
  const { data, error } = ModelManifest.safeParse(parseJson(decodeText(bytes, path), path), {
    error: problemOf,
  });
  if (data) return data;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} is no manifest of version 2 (docs/adding-a-model.md):\n${problemsOf(error).join('\n')}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EarmarkError('USAGE_INVALID', `${path} is no JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function problemsOf({ issues }: z.ZodError): readonly string[] {
  const problems = issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => {
    return `  ${path.map(String).join('.') || 'the manifest'}: ${message}`;
  });
  const nMore = issues.length - problems.length;
  return nMore > 0 ? [...problems, `  and ${String(nMore)} more`] : problems;
}
