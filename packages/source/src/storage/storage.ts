/** A file of a storage. */
export interface StoredFile {
  /** Relative to the storage, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** What a storage knows of a file without reading it. */
export interface FileState extends StoredFile {
  /** SHA-256 that the file was compared with when it was written, in hexadecimal; undefined where none is kept. */
  readonly sha256: string | undefined;
}

/** A listed file. */
export interface ListedFile extends StoredFile {
  /** Equal for files with equal content, where the storage can tell without reading them. */
  readonly contentKey: string | undefined;
}

export interface ReadOptions {
  /** The first byte; default 0. */
  readonly fromByte?: number;
  /** At most so many bytes; default: all. */
  readonly nBytes?: number;
}

/**
 * A folder, or a prefix in a bucket, that files are kept in. Paths are relative to it, with `/`. A reader finds a file as
 * it was or complete: what fails half way leaves nothing.
 *
 * All functions throw SOURCE_DENIED or SOURCE_UNREADABLE where something may not be read, SOURCE_UNAVAILABLE of a store,
 * USAGE_INVALID where it may not be written to, and the reason of the signal.
 */
export interface Storage {
  /** As the user named it. */
  readonly name: string;
  /** Path of the folder; undefined for a bucket. */
  readonly folder: string | undefined;
  /** All files but hidden ones, and those in hidden folders. @throws SOURCE_NOT_FOUND */
  list(signal: AbortSignal): AsyncIterable<ListedFile>;
  /** Undefined when there is no such file. */
  stat(path: string, signal: AbortSignal): Promise<FileState | undefined>;
  /** The bytes of a file, or some of them. @throws SOURCE_NOT_FOUND */
  read(path: string, options: ReadOptions, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Writes a file, which appears with its last byte; whatever `content` throws leaves nothing.
   *
   * @param sha256 of the content where it is known, which `content` has to have compared before it ends
   * @throws DISK_FULL; what `content` throws
   */
  write(
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: { readonly sha256?: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Gives a file another path, in place of what is there. @param sha256 of its content */
  move(from: string, to: string, sha256: string, signal: AbortSignal): Promise<void>;
  /** Removes a file, if there is one. */
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Removes a folder with all that is in it, also what `list` leaves out. */
  removeFolder(path: string, signal: AbortSignal): Promise<void>;
  /** Room for more bytes; undefined where nobody knows. */
  freeBytes(): Promise<number | undefined>;
}
