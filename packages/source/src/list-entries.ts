import { dirname, extname } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import { type BytePath, pathOfUri, resolveIn, textOf, toBytePath } from './byte-path.ts';
import { readLines } from './read-lines.ts';
import { isAddress, isS3Uri } from './s3/s3-uri.ts';

/** What a line of a list names. */
export type ListEntry = { readonly path: BytePath } | { readonly object: string };

/**
 * What a list or playlist names, each once: paths relative to it, `file:` addresses and S3 objects. A name in a list is
 * bytes, as on the disk.
 *
 * @throws USAGE_INVALID, SOURCE_DENIED
 */
export async function* readListEntries(
  listFile: string,
  signal: AbortSignal,
): AsyncGenerator<ListEntry> {
  const nameIn = PLAYLISTS[extname(listFile).toLowerCase()] ?? ((line) => line);
  const folder = toBytePath(dirname(listFile));
  const seen = new Set<string>();
  for await (const line of readLines(listFile, signal)) {
    const name = nameIn(line)?.replace(BLANKS, '');
    if (!name) continue;
    const entry = toEntry(name, folder);
    const key = 'path' in entry ? entry.path : entry.object;
    if (seen.has(key)) continue;
    seen.add(key);
    yield entry;
  }
}

/** Not those of Unicode: their bytes are parts of other characters. */
const BLANKS = /^[ \t]+|[ \t]+$/g;

/** The name in a line, for formats with lines that have none. */
const PLAYLISTS: Readonly<Record<string, (line: string) => string | undefined>> = {
  '.m3u': nameInM3u,
  '.m3u8': nameInM3u,
  '.pls': (line) => /^\s*File\d+\s*=(.*)$/i.exec(line)?.[1],
};

function nameInM3u(line: string): string | undefined {
  return line.startsWith('#') ? undefined : line;
}

function toEntry(name: string, folder: BytePath): ListEntry {
  if (!isAddress(name)) return { path: resolveIn(folder, name) };
  const path = pathOfUri(name);
  if (path !== undefined) return { path: resolveIn(folder, path) };
  const text = textOf(name);
  if (text !== undefined && isS3Uri(text)) return { object: text };
  throw new EarmarkError(
    'USAGE_INVALID',
    `A line of the list is "${text ?? name}". Earmark reads files and S3 objects: download it, or remove the line.`,
  );
}
