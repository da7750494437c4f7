import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { bareEtag } from './bare-etag.ts';
import type { Connection } from './connect-s3.ts';
import { readObject } from './read-object.ts';
import { toObjectError } from './s3-error.ts';
import type { S3Place } from './s3-uri.ts';
import type { S3Object } from './s3.ts';

/** See `S3.head`. */
export async function headObject(
  connection: Connection,
  place: S3Place,
  signal: AbortSignal,
): Promise<S3Object | undefined> {
  const { client, endpoint } = connection;
  const { bucket, key } = place;
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    const { ETag = '', ContentLength = 0 } = await client.send(command, { abortSignal: signal });
    return { key, etag: bareEtag(ETag), sizeBytes: ContentLength };
  } catch (cause) {
    signal.throwIfAborted();
    const error = toObjectError(cause, { bucket, endpoint });
    if (!isParked(error)) throw error;
    if (error.code === 'SOURCE_UNREADABLE') await expectToBeKnown(connection, place, signal);
    return undefined;
  }
}

/**
 * The answer to HEAD has no body, so it cannot say whether this object is refused or these credentials are: that to
 * GET does.
 */
async function expectToBeKnown(
  connection: Connection,
  place: S3Place,
  signal: AbortSignal,
): Promise<void> {
  const bytes = readObject(connection, { ...place, etag: null }, signal);
  try {
    await bytes.next();
  } catch (error) {
    if (!isParked(error)) throw error;
  } finally {
    await bytes.return(undefined);
  }
}

function isParked(error: unknown): error is EarmarkError {
  return error instanceof EarmarkError && error.action === 'park';
}
