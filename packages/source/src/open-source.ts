import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '@earmark/runtime/config';
import { folderSource } from './folder-source.ts';
import { listSource } from './list-source.ts';
import { s3Source } from './s3-source.ts';
import { isS3Uri, parseS3Uri } from './s3/s3-uri.ts';
import { isAudioName, type Source } from './source.ts';
import { tableSource } from './table-source.ts';

export interface SourceOptions {
  readonly env: Environment;
  /** The folder or prefix that the paths of a table are relative to; undefined: the folder of the table. */
  readonly audio?: string | undefined;
}

const SOURCES =
  'Name a folder of audio, s3://bucket/prefix, an MTG-Jamendo table (.tsv), or a text file with one path per line.';

/**
 * The source that a command line names: a folder, a prefix in S3, a table or a list file.
 *
 * @throws SOURCE_NOT_FOUND, USAGE_INVALID
 */
export async function openSource(name: string, { env, audio }: SourceOptions): Promise<Source> {
  const path = isS3Uri(name) ? undefined : resolve(name);
  const isTable = path !== undefined && /\.tsv$/i.test(path);
  if (audio !== undefined && !isTable) {
    throw invalid(`--audio names the audio of a table (.tsv), and "${name}" is not a table.`);
  }
  if (path === undefined) return openPrefix(name, env);
  const found = await stat(path).catch((error: unknown) => {
    const message = `There is no folder, table or list file "${name}". ${SOURCES}`;
    throw new EarmarkError('SOURCE_NOT_FOUND', message, { cause: error });
  });
  if (found.isDirectory()) return folderSource(path);
  if (isTable) return tableSource(path, audio ?? dirname(path), env);
  if (isAudioName(path)) throw invalid(`"${name}" is one audio file. ${SOURCES}`);
  return listSource(path, env);
}

function openPrefix(name: string, env: Environment): Source {
  const location = parseS3Uri(name);
  if (!location) throw invalid(`"${name}" names no bucket. ${SOURCES}`);
  if (isAudioName(name)) throw invalid(`"${name}" is one audio object. ${SOURCES}`);
  return s3Source(location, env);
}

function invalid(message: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', message);
}
