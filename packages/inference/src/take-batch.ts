/** What decides whether requests can be run together. */
export interface Batchable {
  /** Requests with the same key have the same model and the same shape of features. */
  readonly key: string;
  readonly nChunks: number;
}

/**
 * Takes the oldest request off the queue, and with it those of the same key behind it, in their order, while they have
 * no more than `maxChunks` chunks together: short tracks share a run of the network.
 */
export function takeBatch<T extends Batchable>(waiting: T[], maxChunks: number): readonly T[] {
  const batch: T[] = [];
  let nChunks = 0;
  for (const request of [...waiting]) {
    const { key } = batch[0] ?? request;
    if (request.key !== key) continue;
    if (batch.length > 0 && nChunks + request.nChunks > maxChunks) break;
    batch.push(request);
    nChunks += request.nChunks;
    waiting.splice(waiting.indexOf(request), 1);
  }
  return batch;
}
