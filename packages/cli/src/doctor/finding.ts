/** What `doctor` says of one part of this machine. */
export interface Finding {
  readonly part: string;
  /** `not ready`: `run` goes on without it; `needed`: it cannot. */
  readonly state: 'ready' | 'not ready' | 'needed';
  /** What is there, or why not. */
  readonly found: string;
  /** What makes it ready, or better; null when there is nothing to do. */
  readonly fix: string | null;
}

/** A part that `run` cannot do without, and that ends with this failure. */
export function needed(part: string, failure: unknown): Finding {
  const found = failure instanceof Error ? failure.message : String(failure);
  return { part, state: 'needed', found, fix: null };
}
