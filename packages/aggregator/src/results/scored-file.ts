/** A row of the result files: one track and what one model says of it. */
export interface ScoredFile {
  /** Path or key relative to the source of the run, with `/`. */
  readonly file: string;
  /** One probability per tag, in vocabulary order. */
  readonly scores: Float32Array;
}

/** Rows sorted by `file` in code point order, each file once: what the ledger gives out. */
export type ScoredFiles = Iterable<ScoredFile> | AsyncIterable<ScoredFile>;
