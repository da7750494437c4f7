import { stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '@earmark/runtime/config';
import { isAudioName } from './audio-names.ts';
import { folderSource } from './folder-source.ts';
import { listSource } from './list-source.ts';
import { s3Source } from './s3-source.ts';
import { isS3Uri, parseS3Uri } from './s3/s3-uri.ts';
import type { Source } from './source.ts';
import { tableSource } from './table-source.ts';

export interface SourceOptions {
  readonly env: Environment;
  /** The folder or prefix that the paths of a table are relative to; undefined: the folder of the table. */
  readonly audio?: string | undefined;
}

const SOURCES =
  'Name a folder of audio, s3://bucket/prefix, an MTG-Jamendo table (.tsv), a playlist (.m3u, .m3u8, .pls), ' +
  'or a text file with one path per line.';

/** Files that name audio in another way than a path per line. */
const NO_LISTS: Readonly<Record<string, string>> = {
  '.cue': 'names parts of a recording, and Earmark tags whole files',
  '.xspf': 'is a playlist in XML, which Earmark does not read',
  '.wpl': 'is a playlist in XML, which Earmark does not read',
  '.asx': 'is a playlist in XML, which Earmark does not read',
};

/** In place of bytes of an argument that are not UTF-8. */
const NOT_TEXT = '\ufffd';
const LINK =
  'Its name is not UTF-8, and an argument has to be: name the folder that it is in, or make a link to it (ln -s) and name that.';

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
    const message = `There is no folder, table or list file "${name}". ${name.includes(NOT_TEXT) ? LINK : SOURCES}`;
    throw new EarmarkError('SOURCE_NOT_FOUND', message, { cause: error });
  });
  if (found.isDirectory()) return folderSource(path);
  if (isTable) return tableSource(path, audio ?? dirname(path), env);
  if (isAudioName(path)) throw invalid(`"${name}" is one audio file. ${SOURCES}`);
  const isNoList = NO_LISTS[extname(path).toLowerCase()];
  if (isNoList !== undefined) throw invalid(`"${name}" ${isNoList}. ${SOURCES}`);
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
