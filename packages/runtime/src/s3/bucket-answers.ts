import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { Connection } from './connect-s3.ts';
import { toBucketError } from './s3-error.ts';

/** See `S3.answers`. */
export async function bucketAnswers(
  { client, endpoint }: Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
    return true;
  } catch (cause) {
    signal.throwIfAborted();
    // A refusal is an answer.
    const error = toBucketError(cause, { bucket, endpoint });
    return !(error instanceof EarmarkError && error.code === 'SOURCE_UNAVAILABLE');
  }
}
