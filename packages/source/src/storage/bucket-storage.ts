import { isHiddenName } from '../audio-names.ts';
import { toPrefix } from '../s3-source.ts';
import { type S3Location, toS3Uri } from '../s3/s3-uri.ts';
import type { S3 } from '../s3/s3.ts';
import type { Storage } from './storage.ts';

/** @param location of a prefix; a `/` at its end may be left out */
export function bucketStorage(s3: S3, location: S3Location): Storage {
  const { bucket, key: prefix } = toPrefix(location);
  const at = (path: string): S3Location => ({ bucket, key: prefix + path });
  return {
    name: toS3Uri(location),
    folder: undefined,
    async *list(signal) {
      for await (const { key, sizeBytes, version } of s3.list(at(''), signal)) {
        const path = key.slice(prefix.length);
        if (path.split('/').some(isHiddenName)) continue;
        yield { path, sizeBytes, contentKey: `${version} ${sizeBytes}` };
      }
    },
    async stat(path, signal) {
      const object = await s3.head(at(path), signal);
      return object && { path, sizeBytes: object.sizeBytes, sha256: object.sha256 };
    },
    read: (path, range, signal) => s3.read({ ...at(path), version: null, ...range }, signal),
    write: (path, content, options, signal) => s3.write(at(path), content, options, signal),
    async move(from, to, sha256, signal) {
      await s3.copy(at(from), at(to), sha256, signal);
      await s3.remove(at(from), signal);
    },
    remove: (path, signal) => s3.remove(at(path), signal),
    async removeFolder(path, signal) {
      for await (const { key } of s3.list(at(`${path}/`), signal)) {
        await s3.remove({ bucket, key }, signal);
      }
    },
    freeBytes: () => Promise.resolve(undefined),
  };
}
