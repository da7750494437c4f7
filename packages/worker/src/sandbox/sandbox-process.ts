import { toFailureRecord } from '@earmark/core/failure';
import { type AudioDecoder, createAudioDecoder } from '@earmark/decode';
import { createInferencePool, type InferencePool } from '@earmark/inference';
import type { ScoredAudio } from '../decode-and-score.ts';
import type { SandboxReply, SandboxRequest } from './sandbox.ts';

// The entry of a process that decodes and scores one track after the other for a worker, and ends with it.
process.on('message', (request: SandboxRequest) => {
  void decodeAndScore(request)
    .catch((cause: unknown): SandboxReply => ({ failure: toFailureRecord(cause) }))
    .then((reply) => process.send?.(reply));
});
process.once('disconnect', () => process.exit());

let decoder: AudioDecoder | undefined;
let inference: InferencePool | undefined;
/** Nothing ends the work but its end, or that of the process. */
const { signal } = new AbortController();

async function decodeAndScore(request: SandboxRequest): Promise<ScoredAudio> {
  const { path, models, device } = request;
  decoder ??= await createAudioDecoder(request.decoder);
  const { waveform, level } = await decoder.decode(path, signal);
  inference ??= createInferencePool(device, 1);
  return { ...(await inference.score({ waveform, models }, signal)), level };
}
