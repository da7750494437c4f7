import { formatCounted } from '@earmark/core/text';

export interface PullProgress {
  readonly nModels: number;
  readonly nDone: number;
  /** What this command has downloaded, and in how long. */
  readonly nBytes: number;
  readonly elapsedSeconds: number;
}

/** How far a download is, in one line: models, size, rate. */
export function pullLine({ nModels, nDone, nBytes, elapsedSeconds }: PullProgress): string {
  const rate = elapsedSeconds > 0 ? nBytes / elapsedSeconds : 0;
  return `${String(nDone)}/${formatCounted(nModels, 'model')}  ${megabytes(nBytes)}  ${megabytes(rate)}/s`;
}

function megabytes(nBytes: number): string {
  return `${(nBytes / 1e6).toFixed(1)} MB`;
}
