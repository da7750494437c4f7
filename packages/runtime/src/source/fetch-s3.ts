import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { writeTemporaryFile } from '../files/temporary-file.ts';
import { createRefusals } from '../s3/refusals.ts';
import { parseS3Uri, type S3Place } from '../s3/s3-uri.ts';
import type { S3 } from '../s3/s3.ts';
import { isAudioName } from './audio-files.ts';
import { UNKNOWN_VERSION, type FetchAudio } from './source.ts';

/**
 * Fetches objects into temporary files, hashed on the way; what did not arrive whole is never given out.
 *
 * The fetch throws SOURCE_NOT_FOUND, SOURCE_CHANGED, SOURCE_UNREADABLE, SOURCE_UNAVAILABLE, DISK_FULL; SOURCE_AWAY when the
 * store as a whole does not answer; SOURCE_DENIED when this machine may read nothing; USAGE_INVALID when it cannot write temporary files.
 */
export function createS3Fetch(s3: S3): FetchAudio {
  const refusals = createRefusals();
  return async (uri, version, signal) => {
    const place = parsePlace(uri);
    const etag = version === UNKNOWN_VERSION ? null : version;
    const hash = createHash('sha256');
    let sizeBytes = 0;
    async function* content(): AsyncGenerator<Uint8Array> {
      for await (const bytes of s3.read({ ...place, etag }, signal)) {
        hash.update(bytes);
        sizeBytes += bytes.length;
        yield bytes;
      }
    }
    try {
      // Some formats are told by their extension.
      const path = await writeTemporaryFile(content(), extensionOf(place));
      refusals.granted();
      return { path, sizeBytes, sha256: hash.digest(), release: () => rm(path, { force: true }) };
    } catch (error) {
      if (isUnavailable(error) && !(await s3.answers(place.bucket, signal))) {
        throw new EarmarkError('SOURCE_AWAY', error.message, { cause: error });
      }
      throw refusals.judged(error, s3.endpoint);
    }
  };
}

function isUnavailable(error: unknown): error is EarmarkError {
  return error instanceof EarmarkError && error.code === 'SOURCE_UNAVAILABLE';
}

function parsePlace(uri: string): S3Place {
  const place = parseS3Uri(uri);
  if (place) return place;
  throw new EarmarkError('JOB_INVALID', `A job wants "${uri}", which names no object in S3.`);
}

function extensionOf({ key }: S3Place): string {
  return isAudioName(key) ? extname(key) : '';
}
