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
 * store as a whole does not answer; SOURCE_DENIED when this machine may read nothing; USAGE_INVALID when it cannot write temporary files.
 */
export function createS3Fetch(s3: S3, limit: ReadLimit): FetchAudio {
  const refusals = createRefusals();
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
      refusals.recordSuccess();
      return { path, sizeBytes, sha256: hash.digest(), release: () => rm(path, { force: true }) };
    } catch (error) {
      if (isUnavailable(error) && !(await s3.isBucketReachable(location.bucket, signal))) {
        throw new EarmarkError('SOURCE_OUTAGE', error.message, { cause: error });
      }
      throw refusals.classify(error, s3.endpoint);
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

/**
 * Distinguishes an object that may not be read, which costs one track, from a machine that may read no object, which
 * would cost the corpus: a server answers both with the same error.
 */
export interface Refusals {
  /** Records that an object could be read. */
  recordSuccess(): void;
  /** `error` itself; SOURCE_DENIED instead when many objects were refused and none could be read. */
  classify(error: unknown, endpoint: string): unknown;
}

/** Names of the SDK's errors. */
const REFUSALS = new Set(['AccessDenied', 'NoSuchBucket']);

/** Refused objects after which the machine is taken for the cause. */
const MAX_REFUSED = 10;

export function createRefusals(): Refusals {
  let nRefused = 0;
  let hasRead = false;
  return {
    recordSuccess() {
      hasRead = true;
    },
    classify(error, endpoint) {
      if (!isRefusal(error) || hasRead || ++nRefused <= MAX_REFUSED) return error;
      return new EarmarkError(
        'SOURCE_DENIED',
        `This machine could read none of the first ${nRefused} objects: ${error.message} ` +
          `Check that AWS_ENDPOINT_URL_S3 is to be ${endpoint}.`,
        { cause: error },
      );
    },
  };
}

function isRefusal(error: unknown): error is EarmarkError {
  return (
    error instanceof EarmarkError && error.cause instanceof Error && REFUSALS.has(error.cause.name)
  );
}
