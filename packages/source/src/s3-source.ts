import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { isHiddenName } from './audio-names.ts';
import type { FileKind } from './file-kinds.ts';
import { ignoreFile, nothingIgnored } from './ignored.ts';
import { type S3Location, toS3Uri } from './s3/s3-uri.ts';
import { openS3 } from './s3/open-s3.ts';
import type { S3Object } from './s3/s3.ts';
import { inPages, type Source, UNKNOWN_VERSION } from './source.ts';

/** The objects of one kind of a folder in a bucket: those of `music-2/` are not in `music`. */
export function s3Source(location: S3Location, kind: FileKind, env: Environment): Source {
  const folder = toPrefix(location);
  const ignored = nothingIgnored();
  async function* items(signal: AbortSignal): AsyncGenerator<SourceItem> {
    const s3 = await openS3(env);
    for await (const object of s3.list(folder, signal)) {
      const file = object.key.slice(folder.key.length);
      if (file.split('/').some(isHiddenName)) ignored.hidden++;
      else if (kind.isName(file)) yield toObjectItem(folder.bucket, object, file);
      else ignoreFile(ignored, file);
    }
  }
  const name = toS3Uri(folder);
  return {
    name: name + kind.suffix,
    args: [name, ...kind.args],
    uriPrefix: kind.ownsAddress ? name : null,
    ignored,
    list: (signal) => inPages(items(signal)),
  };
}

/** With a `/` at the end, so that the same folder always has the same name. */
export function toPrefix({ bucket, key }: S3Location): S3Location {
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` };
}

export function toObjectItem(bucket: string, object: S3Object, file: string): SourceItem {
  const { key, version, sizeBytes } = object;
  return { file, uri: toS3Uri({ bucket, key }), version, sizeBytes, metadata: {} };
}

/** An object whose status cannot be read: its tasks fail, with a reason, so that it does not vanish. */
export function toUnknownItem(location: S3Location, file: string): SourceItem {
  return toObjectItem(
    location.bucket,
    { key: location.key, version: UNKNOWN_VERSION, sizeBytes: 0 },
    file,
  );
}
