import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { InputKind } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { unreadExtension } from './audio-names.ts';
import { toBytePath } from './byte-path.ts';
import { FILE_KINDS, type FileKind } from './file-kinds.ts';
import { folderSource } from './folder-source.ts';
import { listSource, singleSource } from './list-source.ts';
import { missingSource } from './missing-source.ts';
import { s3Source } from './s3-source.ts';
import { isAddress, isS3Uri, parseS3Uri } from './s3/s3-uri.ts';
import { toDenied } from './source-denied.ts';
import type { Source } from './source.ts';
import { tableSource } from './table-source.ts';

export interface SourceOptions {
  readonly env: Environment;
  /** The folder or prefix that the paths of a table are relative to; undefined: the folder of the table. */
  readonly audio?: string | undefined;
  /** What its files are. */
  readonly input?: InputKind | undefined;
}

const SOURCES =
  'Name a folder of audio, an audio file, s3://bucket/prefix, an MTG-Jamendo table (.tsv), a playlist (.m3u, .m3u8, .pls), ' +
  'or a text file with one path per line.';

/** Files that name audio in another way than a path per line. */
const NO_LISTS: Readonly<Record<string, string>> = {
  '.cue': 'names parts of a recording, and Earmark tags whole files',
  '.xspf': 'is a playlist in XML, which Earmark does not read',
  '.wpl': 'is a playlist in XML, which Earmark does not read',
  '.asx': 'is a playlist in XML, which Earmark does not read',
};

/**
 * The source that a command line names: a folder, a prefix in S3, one audio file or object, a table or a list file.
 *
 * @throws SOURCE_NOT_FOUND, USAGE_INVALID
 */
export async function openSource(
  name: string,
  { env, audio, input = 'audio' }: SourceOptions,
): Promise<Source> {
  const kind = FILE_KINDS[input];
  const path = isS3Uri(name) ? undefined : resolve(name);
  const isTable = path !== undefined && /\.tsv$/i.test(path);
  if (audio !== undefined && !isTable) {
    throw invalid(`--audio names the audio of a table (.tsv), and "${name}" is not a table.`);
  }
  if (path === undefined) return openObjects(name, kind, env);
  const found = await stat(path).catch(async (cause: unknown) => {
    if (isAddress(name)) throw invalid(`"${name}" is ${ELSEWHERE}`);
    throw await missingSource(name, { path, sources: SOURCES, cause });
  });
  if (found.isDirectory()) return folderSource(path, kind);
  if (isTable) return tableSource(path, audio ?? dirname(path), kind, env);
  if (kind.isName(path)) return singleSource(path, kind, { path: toBytePath(path) }, env);
  await assertList(name, path, found);
  return listSource(path, kind, env);
}

const ELSEWHERE =
  'an address that Earmark does not read: it reads files and S3. Download it first, and name the file or its folder.';

function openObjects(name: string, kind: FileKind, env: Environment): Source {
  const location = parseS3Uri(name);
  if (!location) throw invalid(`"${name}" names no bucket. ${SOURCES}`);
  if (kind.isName(name)) return singleSource(name, kind, { object: name }, env);
  return s3Source(location, kind, env);
}

/** @throws USAGE_INVALID for a file that is no list by its name or its first bytes */
async function assertList(name: string, path: string, stats: Stats): Promise<void> {
  const fault = NO_LISTS[extname(path).toLowerCase()];
  if (fault !== undefined) throw invalid(`"${name}" ${fault}. ${SOURCES}`);
  if (unreadExtension(path) !== undefined || (stats.isFile() && (await isBinary(path)))) {
    throw invalid(`"${name}" is neither audio that Earmark reads nor a text file. ${SOURCES}`);
  }
}

/** Whether a file is no text. UTF-16 is text that has zero bytes: it is refused in its own words when it is read. */
async function isBinary(path: string): Promise<boolean> {
  const read = createReadStream(path, { end: 4_095 }).toArray() as Promise<Buffer[]>;
  const bytes = Buffer.concat(
    await read.catch((error: unknown) => {
      throw toDenied(error, path);
    }),
  );
  return bytes.includes(0) && !UTF16_MARKS.includes(bytes.toString('hex', 0, 2));
}

const UTF16_MARKS = ['fffe', 'feff'];

function invalid(message: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', message);
}
