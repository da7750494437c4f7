import { ListObjectsV2Command, type ListObjectsV2Output } from '@aws-sdk/client-s3';
import { bareEtag } from './bare-etag.ts';
import type { Connection } from './connect-s3.ts';
import { toBucketError, unavailable } from './s3-error.ts';
import type { S3Place } from './s3-uri.ts';
import type { S3Object } from './s3.ts';

/** See `S3.list`. */
export async function* listObjects(
  { client, endpoint }: Connection,
  { bucket, key }: S3Place,
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
