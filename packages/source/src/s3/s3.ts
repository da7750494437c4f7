import type { S3Location } from './s3-uri.ts';

export interface S3Object {
  readonly key: string;
  readonly version: string;
  readonly sizeBytes: number;
}

/** An object store with the S3 protocol. All its errors, except the reason of a signal, have a code. */
export interface S3 {
  /**
   * The objects whose keys have this prefix; a thousand are in memory at a time.
   *
   * @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  list(location: S3Location, signal: AbortSignal): AsyncIterable<S3Object>;
  /**
   * An object's properties, without its content; undefined when it does not exist or may not be read.
   *
   * @throws SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  head(location: S3Location, signal: AbortSignal): Promise<S3Object | undefined>;
  /** Whether the store answers a request for the bucket, even with a refusal; else it is unavailable. */
  isBucketReachable(bucket: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The bytes of an object, in one version or in any. After an error the bytes are incomplete.
   *
   * @throws SOURCE_NOT_FOUND, SOURCE_CHANGED, SOURCE_UNREADABLE, SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  read(
    object: S3Location & { version: string | null },
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}

export interface S3Options {
  /** A connection without any traffic for this long is closed. */
  readonly stallMs?: number;
}
