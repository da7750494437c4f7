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
import { type Environment, withoutPassword } from '@earmark/runtime/config';
import { hasVersion, objectVersion, versionCondition } from './object-version.ts';
import { OBJECT_CHANGED, toBucketError, toObjectError, unavailable } from './s3-error.ts';
import type { S3Location } from './s3-uri.ts';
import type { S3, S3Object, S3ObjectState, S3Options, S3Part } from './s3.ts';
import { copyObject, removeObject, SHA256, writeObject } from './write-object.ts';

/** The SDK's client, the address that it sends requests to, and who pays for them. */
export interface Connection {
  readonly client: S3Client;
  readonly endpoint: string;
  readonly payer: { readonly RequestPayer?: 'requester' };
}

const STALL_MS = 30_000;
const CONNECT_MS = 10_000;

/** An S3 through the AWS SDK, which finds credentials and profile itself. */
export async function connectS3(env: Environment, { stallMs = STALL_MS }: S3Options): Promise<S3> {
  const url = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const config: S3ClientConfig = {
    ...(region === undefined ? {} : { region }),
    ...(url === undefined ? { followRegionRedirects: true } : compatibleConfig(url)),
    maxAttempts: env.AWS_MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: stallMs },
  };
  const client = await withRegion(config);
  const endpoint =
    url === undefined ? `AWS (${await client.config.region()})` : withoutPassword(url);
  const payer = env.AWS_REQUEST_PAYER ? { RequestPayer: env.AWS_REQUEST_PAYER } : {};
  const connection: Connection = { client, endpoint, payer };
  // A store that did not answer all attempts at an object is not waited for as often again.
  const once: Connection = {
    ...connection,
    client: await withRegion({ ...config, maxAttempts: 1 }),
  };
  return {
    list: (location, signal) => listObjects(connection, location, signal),
    head: (location, signal) => headObject(connection, location, signal),
    isBucketReachable: (bucket, signal) => isBucketReachable(once, bucket, signal),
    read: (object, signal) => readObject(connection, object, signal),
    write: (location, content, options, signal) =>
      writeObject(connection, location, content, options, signal),
    copy: (from, to, sha256, signal) => copyObject(connection, from, to, sha256, signal),
    remove: (location, signal) => removeObject(connection, location, signal),
  };
}

/** For servers other than AWS: buckets in the path instead of the host name, no checksum trailers. */
function compatibleConfig(endpoint: string): S3ClientConfig {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** The region may also be in the user's profile; when none is configured, any region redirects to the right one. */
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
  { client, endpoint, payer }: Connection,
  { bucket, key }: S3Location,
  signal: AbortSignal,
): AsyncGenerator<S3Object> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      ...payer,
      Bucket: bucket,
      Prefix: key,
      // A key may have characters that XML cannot represent.
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
    // Either this is not S3, e.g. a web site, or listing would start from the beginning for ever.
    if (page.IsTruncated !== (token !== undefined)) {
      throw unavailable({ bucket, endpoint }, 'its answer is not a listing of a bucket');
    }
  } while (token !== undefined);
}

function* objectsOf({ Contents = [], EncodingType }: ListObjectsV2Output): Generator<S3Object> {
  // Not every server encodes keys when it is asked to.
  const decode = EncodingType === 'url' ? decodeKey : (key: string) => key;
  for (const { Key = '', ETag, LastModified, Size: sizeBytes = 0 } of Contents) {
    const version = objectVersion({ ETag, LastModified, sizeBytes });
    yield { key: decode(Key), version, sizeBytes };
  }
}

/**
 * A space is `+` for some servers and `%20` for others; a real plus is `%2B` for all. A key that is not UTF-8, which S3
 * does not allow and some servers keep, stays encoded: it cannot be asked for, and fails as not found.
 */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/** See `S3.head`. */
export async function headObject(
  connection: Connection,
  location: S3Location,
  signal: AbortSignal,
): Promise<S3ObjectState | undefined> {
  const { client, endpoint, payer } = connection;
  const { bucket, key } = location;
  const command = new HeadObjectCommand({ ...payer, Bucket: bucket, Key: key });
  try {
    const answer = await client.send(command, { abortSignal: signal });
    const { ETag, LastModified, ContentLength: sizeBytes = 0, Metadata } = answer;
    const version = objectVersion({ ETag, LastModified, sizeBytes });
    return { key, version, sizeBytes, sha256: Metadata?.[SHA256] };
  } catch (cause) {
    signal.throwIfAborted();
    const error = toObjectError(cause, { bucket, endpoint });
    if (!isParked(error)) throw error;
    if (error.code === 'SOURCE_UNREADABLE') await throwIfAllIsDenied(connection, location, signal);
    return undefined;
  }
}

/**
 * The answer to HEAD has no body, so it cannot tell whether this object is refused or these credentials are; the answer
 * to GET can.
 */
async function throwIfAllIsDenied(
  connection: Connection,
  location: S3Location,
  signal: AbortSignal,
): Promise<void> {
  const bytes = readObject(connection, { ...location, version: null }, signal);
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
  { client, endpoint, payer }: Connection,
  { bucket, key, version, ...part }: S3Part,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const target = { bucket, endpoint };
  const condition = version === null ? {} : versionCondition(version);
  const range = toRange(part);
  const command = new GetObjectCommand({
    ...payer,
    Bucket: bucket,
    Key: key,
    ...condition,
    ...range,
  });
  let body: Readable | undefined;
  try {
    const answer = await client.send(command, { abortSignal: signal });
    const { Body, ContentLength: sizeBytes, ETag, LastModified } = answer;
    body = Body as Readable;
    // Not every server honours the condition, and not every version can be one.
    if (version !== null && !hasVersion({ ETag, LastModified, sizeBytes }, version)) {
      throw new EarmarkError('SOURCE_CHANGED', OBJECT_CHANGED);
    }
    let nBytes = 0;
    for await (const bytes of body as AsyncIterable<Uint8Array>) {
      nBytes += bytes.length;
      yield bytes;
    }
    if (nBytes !== sizeBytes) {
      throw unavailable(target, `${nBytes} of ${String(sizeBytes)} bytes arrived`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toObjectError(error, target);
  } finally {
    // This has no effect on a body that was read to its end.
    body?.destroy();
  }
}

function toRange({ fromByte = 0, nBytes }: Pick<S3Part, 'fromByte' | 'nBytes'>): {
  Range?: string;
} {
  if (fromByte === 0 && nBytes === undefined) return {};
  const last = nBytes === undefined ? '' : String(fromByte + nBytes - 1);
  return { Range: `bytes=${String(fromByte)}-${last}` };
}

/** See `S3.isBucketReachable`. */
export async function isBucketReachable(
  { client, endpoint }: Connection,
  bucket: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: signal });
    return true;
  } catch (cause) {
    signal.throwIfAborted();
    // A refusal is an answer as well.
    const error = toBucketError(cause, { bucket, endpoint });
    return !(error instanceof EarmarkError && error.code === 'SOURCE_UNAVAILABLE');
  }
}
