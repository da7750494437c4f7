import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { bareEtag } from './bare-etag.ts';
import type { Connection } from './connect-s3.ts';
import { toObjectError, unavailable } from './s3-error.ts';
import { OBJECT_CHANGED } from './s3-failures.ts';
import type { S3Place } from './s3-uri.ts';

/** See `S3.read`. */
export async function* readObject(
  { client, endpoint }: Connection,
  { bucket, key, etag }: S3Place & { etag: string | null },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const asked = { bucket, endpoint };
  const condition = etag === null ? {} : { IfMatch: `"${etag}"` };
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...condition });
  let body: Readable | undefined;
  try {
    const { Body, ContentLength, ETag = '' } = await client.send(command, { abortSignal: signal });
    body = Body as Readable;
    // Not every server heeds the condition.
    if (etag !== null && bareEtag(ETag) !== etag) {
      throw new EarmarkError('SOURCE_CHANGED', OBJECT_CHANGED);
    }
    let nBytes = 0;
    for await (const bytes of body as AsyncIterable<Uint8Array>) {
      nBytes += bytes.length;
      yield bytes;
    }
    if (nBytes !== ContentLength) {
      throw unavailable(asked, `${nBytes} of ${String(ContentLength)} bytes came`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toObjectError(error, asked);
  } finally {
    // Of no effect on one that was read to its end.
    body?.destroy();
  }
}
