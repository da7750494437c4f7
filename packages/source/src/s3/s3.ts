import type { Environment } from '@earmark/runtime/config';
import type { S3Location } from './s3-uri.ts';

export interface S3Object {
  readonly key: string;
  readonly etag: string;
  readonly sizeBytes: number;
}

/** A store of objects that speaks S3. Everything it throws, but the reason of a signal, has a code. */
export interface S3 {
  /** Where it is, for messages. */
  readonly endpoint: string;
  /**
   * The objects whose keys begin as `place` says; a thousand are held at a time.
   *
   * @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  list(place: S3Location, signal: AbortSignal): AsyncIterable<S3Object>;
  /**
   * What is known of an object without reading it; undefined when it is not there, or not for us.
   *
   * @throws SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  head(place: S3Location, signal: AbortSignal): Promise<S3Object | undefined>;
  /** Whether the store has anything to say of a bucket, be it a refusal: else it is away, or unwell. */
  isBucketReachable(bucket: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The bytes of an object in one version, or in any. What comes before an error is not the whole of it.
   *
   * @throws SOURCE_NOT_FOUND, SOURCE_CHANGED, SOURCE_UNREADABLE, SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  read(
    wanted: S3Location & { etag: string | null },
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}

export interface S3Options {
  /** A connection on which nothing moves for so long is given up. */
  readonly stallMs?: number;
}

/** The S3 that the standard AWS variables name. Nothing is asked of it yet. */
export async function openS3(env: Environment, options: S3Options = {}): Promise<S3> {
  // The SDK takes a fifth of a second to load: only for those who need it.
  const { connectS3 } = await import('./s3-client.ts');
  return connectS3(env, options);
}
