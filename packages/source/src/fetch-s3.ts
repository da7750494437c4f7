import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { writeTemporaryFile } from '@earmark/runtime/files';
import { audioExtension } from './audio-names.ts';
import type { ReadLimit } from './read-limit.ts';
import { parseS3Uri, type S3Location } from './s3/s3-uri.ts';
import type { S3 } from './s3/s3.ts';
import { type FetchAudio, UNKNOWN_VERSION } from './source.ts';

/**
 * Fetches objects into temporary files, hashed on the way; an incomplete file is never returned.
 *
 * The fetch throws SOURCE_NOT_FOUND, SOURCE_CHANGED, SOURCE_UNREADABLE, SOURCE_UNAVAILABLE, DISK_FULL; SOURCE_OUTAGE when the
 * store as a whole does not answer; SOURCE_DENIED when it does not accept the credentials; USAGE_INVALID when this machine cannot write temporary files.
 */
export function createS3Fetch(s3: S3, limit: ReadLimit): FetchAudio {
  return async (uri, version, signal) => {
    const location = parseLocation(uri);
    const planned = version === UNKNOWN_VERSION ? null : version;
    const hash = createHash('sha256');
    let sizeBytes = 0;
    async function* content(): AsyncGenerator<Uint8Array> {
      for await (const bytes of s3.read({ ...location, version: planned }, signal)) {
        hash.update(bytes);
        sizeBytes += bytes.length;
        yield bytes;
        await limit.read(bytes.length, signal);
      }
    }
    await limit.request(signal);
    try {
      // Some formats are recognised by their extension only.
      const path = await writeTemporaryFile(content(), audioExtension(location.key));
      return { path, sizeBytes, sha256: hash.digest(), release: () => rm(path, { force: true }) };
    } catch (error) {
      if (isUnavailable(error) && !(await s3.isBucketReachable(location.bucket, signal))) {
        throw new EarmarkError('SOURCE_OUTAGE', error.message, { cause: error });
      }
      throw error;
    }
  };
}

function isUnavailable(error: unknown): error is EarmarkError {
  return error instanceof EarmarkError && error.code === 'SOURCE_UNAVAILABLE';
}

function parseLocation(uri: string): S3Location {
  const location = parseS3Uri(uri);
  if (location) return location;
  throw new EarmarkError('JOB_INVALID', `The address "${uri}" of a job names no object in S3.`);
}
