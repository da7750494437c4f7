import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { folderSource } from './folder-source.ts';
import { listSource } from './list-source.ts';
import { isAudioName } from './audio-files.ts';
import type { Source } from './source.ts';

/**
 * The source that a command line names: a folder, or a list file.
 *
 * @throws SOURCE_NOT_FOUND, USAGE_INVALID
 */
export async function openSource(name: string): Promise<Source> {
  const path = resolve(name);
  const found = await stat(path).catch((error: unknown) => {
    throw new EarmarkError(
      'SOURCE_NOT_FOUND',
      `There is no folder or list file "${name}". Name a folder of audio, or a text file with one path a line.`,
      { cause: error },
    );
  });
  if (found.isDirectory()) return folderSource(path);
  if (isAudioName(path)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `"${name}" is one audio file. Name the folder it lies in, or a text file with one path a line.`,
    );
  }
  return listSource(path);
}
