import type { S3Location } from './s3-uri.ts';

export interface S3Object {
  readonly key: string;
  readonly version: string;
  readonly sizeBytes: number;
}

/** What the header of an object says. */
export interface S3ObjectState extends S3Object {
  /** SHA-256 of its content, where whoever wrote it has kept it in the metadata. */
  readonly sha256: string | undefined;
}

/** An object, in one version or in any, or some of its bytes. */
export interface S3Part extends S3Location {
  readonly version: string | null;
  /** The first byte; default 0. */
  readonly fromByte?: number;
  /** At most so many bytes; default: all. */
  readonly nBytes?: number;
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
  head(location: S3Location, signal: AbortSignal): Promise<S3ObjectState | undefined>;
  /** Whether the store answers a request for the bucket, even with a refusal; else it is unavailable. */
  isBucketReachable(bucket: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The bytes of an object, in one version or in any. After an error the bytes are incomplete.
   *
   * @throws SOURCE_NOT_FOUND, SOURCE_CHANGED, SOURCE_UNREADABLE, SOURCE_DENIED, SOURCE_UNAVAILABLE
   */
  read(object: S3Part, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Writes an object, in parts where it is large. It appears when all of it has arrived; an error, also one of `content`,
   * leaves nothing.
   *
   * @param sha256 of the content, for `head`
   * @throws SOURCE_NOT_FOUND of the bucket, SOURCE_DENIED, SOURCE_UNAVAILABLE; what `content` throws
   */
  write(
    location: S3Location,
    content: AsyncIterable<Uint8Array>,
    options: { readonly sha256?: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Copies an object of up to 5 GB inside the store. @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE */
  copy(from: S3Location, to: S3Location, sha256: string, signal: AbortSignal): Promise<void>;
  /** Removes an object, if there is one. @throws SOURCE_DENIED, SOURCE_UNAVAILABLE */
  remove(location: S3Location, signal: AbortSignal): Promise<void>;
}

export interface S3Options {
  /** A connection without any traffic for this long is closed. */
  readonly stallMs?: number;
}
