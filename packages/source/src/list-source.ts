import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { EarmarkError } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { toSourceItem } from './folder-source.ts';
import { mapConcurrent } from './map-concurrent.ts';
import { toObjectItem, toUnknownItem } from './s3-source.ts';
import { isS3Uri, parseS3Uri } from './s3/s3-uri.ts';
import { openS3 } from './s3/open-s3.ts';
import type { S3 } from './s3/s3.ts';
import { inPages, type Source } from './source.ts';

/** Entries that are looked up at a time. */
const N_CONCURRENT = 16;

/**
 * The files that a text file lists, one per line: a path relative to the text file, or an object as `s3://bucket/key`.
 * Empty lines and repeated entries are skipped.
 */
export function listSource(listFile: string, env: Environment): Source {
  const base = dirname(listFile);
  async function* items(signal: AbortSignal): AsyncGenerator<SourceItem> {
    let s3: Promise<S3> | undefined;
    yield* mapConcurrent(entries(listFile, signal), N_CONCURRENT, async (entry) => {
      if (!isS3Uri(entry)) return toSourceItem(entry, base);
      s3 ??= openS3(env);
      return lookUpObject(await s3, entry, signal);
    });
  }
  return {
    name: listFile,
    args: [listFile],
    ignored: { hidden: 0, notAudio: 0 },
    list: (signal) => inPages(items(signal)),
  };
}

/** The entries of the list, each once: addresses as they are, paths made absolute. */
async function* entries(listFile: string, signal: AbortSignal): AsyncGenerator<string> {
  const lines = createInterface({
    input: createReadStream(listFile, { encoding: 'utf8', signal }),
  });
  const seen = new Set<string>();
  for await (const line of lines) {
    if (line.includes('\0')) throw notText(listFile);
    const name = line.trim();
    const entry = isS3Uri(name) ? name : resolve(dirname(listFile), name);
    if (name === '' || seen.has(entry)) continue;
    seen.add(entry);
    yield entry;
  }
}

async function lookUpObject(s3: S3, uri: string, signal: AbortSignal): Promise<SourceItem> {
  const location = parseS3Uri(uri);
  if (!location?.key) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `A line of the list is "${uri}", which names no object. Write s3://bucket/key.`,
    );
  }
  const object = await s3.head(location, signal);
  return object ? toObjectItem(location.bucket, object, uri) : toUnknownItem(location, uri);
}

function notText(file: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${file} is not a text file. Name a folder, s3://bucket/prefix, or a text file with one path per line.`,
  );
}
