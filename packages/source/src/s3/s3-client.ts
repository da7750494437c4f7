import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2Output,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '@earmark/runtime/config';
import { OBJECT_CHANGED, toBucketError, toObjectError, unavailable } from './s3-error.ts';
import type { S3Location } from './s3-uri.ts';
import type { S3, S3Object, S3Options } from './s3.ts';

/** What a request is sent through, and where to. */
export interface Connection {
  readonly client: S3Client;
  readonly endpoint: string;
}

const STALL_MS = 30_000;
const CONNECT_MS = 10_000;

/** An S3 by way of the AWS SDK, which finds credentials and profile for itself. */
export async function connectS3(env: Environment, { stallMs = STALL_MS }: S3Options): Promise<S3> {
  const url = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const client = await withRegion({
    ...(region === undefined ? {} : { region }),
    ...(url === undefined ? { followRegionRedirects: true } : compatible(url)),
    maxAttempts: env.AWS_MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: stallMs },
  });
  const endpoint = url ?? `AWS (${await client.config.region()})`;
  const connection: Connection = { client, endpoint };
  return {
    endpoint,
    list: (place, signal) => listObjects(connection, place, signal),
    head: (place, signal) => headObject(connection, place, signal),
    isBucketReachable: (bucket, signal) => bucketAnswers(connection, bucket, signal),
    read: (wanted, signal) => readObject(connection, wanted, signal),
  };
}

/** For servers other than AWS: no host name of its own for each bucket, no checksum trailers. */
function compatible(endpoint: string): S3ClientConfig {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** The region may also be in the user's profile; where nobody names one, any will do to be redirected. */
async function withRegion(config: S3ClientConfig): Promise<S3Client> {
  const client = new S3Client(config);
  const isKnown = await client.config.region().then(
    () => true,
    () => false,
  );
  return isKnown ? client : new S3Client({ ...config, region: 'us-east-1' });
}

/** See `S3.list`. */
export async function* listObjects(
  { client, endpoint }: Connection,
  { bucket, key }: S3Location,
  signal: AbortSignal,
): AsyncGenerator<S3Object> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: key,
      // XML has no way to write every character that a key may have.
      EncodingType: 'url',
      ContinuationToken: token,
    });
    const page: ListObjectsV2Output = await client
      .send(command, { abortSignal: signal })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        throw toBucketError(error, { bucket, endpoint });
      });
    yield* objectsOf(page);
    token = page.NextContinuationToken;
    // A web site that answers, or a list that would begin anew for ever.
    if (page.IsTruncated !== (token !== undefined)) {
      throw unavailable({ bucket, endpoint }, 'what it says is not how S3 lists a bucket');
    }
  } while (token !== undefined);
}

function* objectsOf({ Contents = [], EncodingType }: ListObjectsV2Output): Generator<S3Object> {
  // Not every server does what it was asked for.
  const decode = EncodingType === 'url' ? decodeKey : (key: string) => key;
  for (const { Key = '', ETag = '', Size = 0 } of Contents) {
    yield { key: decode(Key), etag: bareEtag(ETag), sizeBytes: Size };
  }
}

/** A space is `+` for some servers and `%20` for others; a real plus is `%2B` for all. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/** See `S3.head`. */
export async function headObject(
  connection: Connection,
  place: S3Location,
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
  place: S3Location,
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

/** See `S3.read`. */
export async function* readObject(
  { client, endpoint }: Connection,
  { bucket, key, etag }: S3Location & { etag: string | null },
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

/** An ETag without the quotes that some servers put around it, and some only now and then. */
export function bareEtag(etag: string): string {
  return etag.replaceAll('"', '');
}
