import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { bareEtag } from './bare-etag.ts';
import type { Connection } from './connect-s3.ts';
import { toObjectError } from './s3-error.ts';
import type { S3Place } from './s3-uri.ts';
import type { S3Object } from './s3.ts';

/** See `S3.head`. */
export async function headObject(
  { client, endpoint }: Connection,
  { bucket, key }: S3Place,
  signal: AbortSignal,
): Promise<S3Object | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    const { ETag = '', ContentLength = 0 } = await client.send(command, { abortSignal: signal });
    return { key, etag: bareEtag(ETag), sizeBytes: ContentLength };
  } catch (cause) {
    signal.throwIfAborted();
    const error = toObjectError(cause, { bucket, endpoint });
    if (error instanceof EarmarkError && error.action === 'park') return undefined;
    throw error;
  }
}
