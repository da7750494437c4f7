import { toFailureRecord } from '@earmark/core/failure';
import { createTrackReader, type TrackReader } from '@earmark/decode';
import { createInferencePool, type InferencePool } from '@earmark/inference';
import type { ScoredAudio } from '../decode-and-score.ts';
import { scoreAtEachRate } from '../score-at-each-rate.ts';
import type { SandboxReply, SandboxRequest } from './sandbox.ts';

// The entry of a process that decodes and scores one track after the other for a worker, and ends with it.
process.on('message', (request: SandboxRequest) => {
  void decodeAndScore(request)
    .catch((cause: unknown): SandboxReply => ({ failure: toFailureRecord(cause) }))
    .then((reply) => process.send?.(reply));
});
process.once('disconnect', () => process.exit());

let reader: TrackReader | undefined;
let inference: InferencePool | undefined;
/** Nothing ends the work but its end, or that of the process. */
const { signal } = new AbortController();

async function decodeAndScore(request: SandboxRequest): Promise<ScoredAudio> {
  const { path, models, device } = request;
  const { read } = (reader ??= await createTrackReader(request.decoder));
  return scoreAtEachRate(models, {
    read: (rate) => read(path, rate, signal),
    score(scored) {
      inference ??= createInferencePool(device, 1);
      return inference.score(scored, signal);
    },
  });
}
