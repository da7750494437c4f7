import { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { EarmarkError } from '@earmark/core/failure';
import type { Connection } from './s3-client.ts';
import { toWriteError } from './s3-error.ts';
import type { S3Location } from './s3-uri.ts';

/** 80 GB in the 10,000 parts that an object may have; two of them are in memory and one is gathered. */
const PART_BYTES = 8 << 20;
const N_CONCURRENT = 2;

/** Name of the metadata with the SHA-256 of the content, as `x-amz-meta-sha256`. */
export const SHA256 = 'sha256';

/** See `S3.write`. */
export async function writeObject(
  { client, endpoint, payer }: Connection,
  { bucket, key }: S3Location,
  content: AsyncIterable<Uint8Array>,
  { sha256 }: { readonly sha256?: string },
  signal: AbortSignal,
): Promise<void> {
  let fault: { readonly error: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      for await (const bytes of content) {
        signal.throwIfAborted();
        yield bytes;
      }
      signal.throwIfAborted();
    } catch (error) {
      fault = { error };
      throw error;
    }
  }
  // Not with the signal of Upload, which would not wait until the parts are removed.
  const upload = new Upload({
    client,
    params: {
      ...payer,
      Bucket: bucket,
      Key: key,
      Body: Readable.from(watched(), { objectMode: false }),
      ...(sha256 === undefined ? {} : { Metadata: { [SHA256]: sha256 } }),
    },
    partSize: PART_BYTES,
    queueSize: N_CONCURRENT,
  });
  try {
    await upload.done();
  } catch (error) {
    if (fault) throw fault.error;
    throw toWriteError(error, { bucket, endpoint });
  }
}

/** See `S3.copy`. */
export async function copyObject(
  { client, endpoint, payer }: Connection,
  from: S3Location,
  to: S3Location,
  sha256: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new CopyObjectCommand({
    ...payer,
    CopySource: `/${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`,
    Bucket: to.bucket,
    Key: to.key,
    Metadata: { [SHA256]: sha256 },
    MetadataDirective: 'REPLACE',
  });
  await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw toWriteError(error, { bucket: to.bucket, endpoint });
  });
}

/** See `S3.remove`. */
export async function removeObject(
  { client, endpoint, payer }: Connection,
  { bucket, key }: S3Location,
  signal: AbortSignal,
): Promise<void> {
  const command = new DeleteObjectCommand({ ...payer, Bucket: bucket, Key: key });
  await client.send(command, { abortSignal: signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    const error = toWriteError(cause, { bucket, endpoint });
    // S3 does not mind, some servers do.
    if (error instanceof EarmarkError && error.code === 'SOURCE_NOT_FOUND') return;
    throw error;
  });
}
