import type { MessagePort } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { toFailureRecord } from '@earmark/core/failure';
import { countChunks } from './onnx-session.ts';
import type { SessionReply, SessionRequest } from './remote-session.ts';
import { createReusedFloats } from './reused-floats.ts';
import type { ScoreTrackDeps } from './score-track.ts';
import { type Batchable, takeBatch } from './take-batch.ts';

interface Waiting extends Batchable, SessionRequest {
  readonly port: MessagePort;
}

/**
 * Runs networks for other threads, one at a time: returns what listens to the port of each. Requests for the same
 * network that wait together are run together, up to `chunksPerRun` chunks.
 */
export function serveSessions({
  sessionOf,
  chunksPerRun,
}: Pick<ScoreTrackDeps, 'sessionOf' | 'chunksPerRun'>): (port: MessagePort) => void {
  const reusedFloats = createReusedFloats({ isShared: false });
  const waiting: Waiting[] = [];
  let isServing = false;

  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    while (waiting.length > 0) {
      // A network that runs blocks the thread: what was sent meanwhile arrives now.
      await setImmediate();
      await answer(takeBatch(waiting, chunksPerRun));
    }
    isServing = false;
  }

  async function answer(batch: readonly Waiting[]): Promise<void> {
    const replies = await run(batch);
    batch.forEach(({ port }, i) => {
      port.postMessage(replies[i]);
    });
  }

  async function run(batch: readonly Waiting[]): Promise<readonly SessionReply[]> {
    try {
      return await runTogether(batch);
    } catch (cause) {
      if (batch.length === 1) return [{ failure: toFailureRecord(cause, 'INFERENCE_FAILED') }];
      const replies: SessionReply[] = [];
      for (const request of batch) replies.push(...(await run([request])));
      return replies;
    }
  }

  async function runTogether(batch: readonly Waiting[]): Promise<readonly SessionReply[]> {
    const [first] = batch as readonly [Waiting, ...Waiting[]];
    const session = await sessionOf(first.model);
    const { scores, embeddings } = await session.run(joined(batch), first.shape);
    const nAll = batch.reduce((sum, { nChunks }) => sum + nChunks, 0);
    let nTaken = 0;
    return batch.map(({ nChunks }) => {
      const rows = <T>(all: readonly T[]): readonly T[] => {
        const perChunk = all.length / nAll;
        return all.slice(nTaken * perChunk, (nTaken + nChunks) * perChunk);
      };
      const output = { scores: rows(scores), embeddings: rows(embeddings) };
      nTaken += nChunks;
      return { output };
    });
  }

  /** The features of all requests one after the other, where the runtime can read them. */
  function joined(batch: readonly Waiting[]): Float32Array {
    const all = reusedFloats(batch.reduce((sum, { features }) => sum + features.length, 0));
    let at = 0;
    for (const { features } of batch) {
      all.set(features, at);
      at += features.length;
    }
    return all;
  }

  return (port) => {
    port.on('message', (request: SessionRequest) => {
      const { model, features, shape } = request;
      const key = JSON.stringify([model.spec.name, shape]);
      waiting.push({ ...request, port, key, nChunks: countChunks(features, shape) });
      void serve();
    });
  };
}
