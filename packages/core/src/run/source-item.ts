/** One audio file or object of a source, as listed. */
export interface SourceItem {
  /** Path or key relative to the source, with `/`. */
  readonly file: string;
  readonly uri: string;
  /** Changes whenever the bytes may have: size and modification time of a file, ETag of an object that has one. */
  readonly version: string;
  readonly sizeBytes: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}
