import { dirname } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { toBytePath } from './byte-path.ts';
import type { FileKind } from './file-kinds.ts';
import { lookUpFile } from './file-item.ts';
import { nothingIgnored } from './ignored.ts';
import { type ListEntry, readListEntries } from './list-entries.ts';
import { mapConcurrent } from './map-concurrent.ts';
import { toObjectItem, toUnknownItem } from './s3-source.ts';
import { parseS3Uri } from './s3/s3-uri.ts';
import { openS3 } from './s3/open-s3.ts';
import type { S3 } from './s3/s3.ts';
import { inPages, type Source } from './source.ts';

/** Entries that are looked up at a time. */
const N_CONCURRENT = 16;

/** The files and objects that a text file or a playlist lists. */
export function listSource(listFile: string, kind: FileKind, env: Environment): Source {
  return sourceOf(listFile, kind, (signal) => readListEntries(listFile, signal), env);
}

/** One audio file, or one object: a list of nothing else. */
export function singleSource(
  name: string,
  kind: FileKind,
  entry: ListEntry,
  env: Environment,
): Source {
  return sourceOf(name, kind, () => [entry], env);
}

type ReadEntries = (signal: AbortSignal) => AsyncIterable<ListEntry> | Iterable<ListEntry>;

/** @param name a path, in the folder of which the names of files begin; or the address of an object */
function sourceOf(
  name: string,
  kind: FileKind,
  readEntries: ReadEntries,
  env: Environment,
): Source {
  const base = toBytePath(dirname(name));
  async function* items(signal: AbortSignal): AsyncGenerator<SourceItem> {
    let s3: Promise<S3> | undefined;
    yield* mapConcurrent(readEntries(signal), N_CONCURRENT, async (entry) => {
      if ('path' in entry) return lookUpFile(entry.path, base);
      s3 ??= openS3(env);
      return lookUpObject(await s3, entry.object, signal);
    });
  }
  return {
    name: name + kind.suffix,
    args: [name, ...kind.args],
    uriPrefix: null,
    ignored: nothingIgnored(),
    list: (signal) => inPages(items(signal)),
  };
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
