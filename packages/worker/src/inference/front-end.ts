import { createLogMel } from '@earmark/core/audio/log-mel.js';
import { readLogMelCoefficients } from '@earmark/runtime/models/read-front-end.js';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';

/** What turns a chunk into the input of a network. */
export interface FrontEndTransform {
  /** Shape of its output, without the batch axis. */
  readonly shape: readonly number[];
  /** The result is overwritten by the next call. */
  transform(chunk: Float32Array): Float32Array;
}

/** Models with the same key read the same features, which are then computed once for all of them. */
export function frontEndKey({ model }: ModelAtHand): string {
  const { frontEnd, inputLength } = model;
  return frontEnd.kind === 'log-mel'
    ? `${frontEnd.sha256} ${String(frontEnd.hopLength)} ${String(inputLength)}`
    : `waveform ${String(inputLength)}`;
}

export async function openFrontEnd(atHand: ModelAtHand): Promise<FrontEndTransform> {
  const { frontEnd, inputLength } = atHand.model;
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return { shape: [inputLength], transform: (chunk) => new Float32Array(chunk) };
  }
  const { nFft, hopLength, nMels } = frontEnd;
  const logMel = createLogMel({
    nFft,
    hopLength,
    nMels,
    ...(await readLogMelCoefficients(atHand)),
  });
  const nFrames = logMel.nFrames(inputLength);
  const features = new Float32Array(nMels * nFrames);
  return { shape: [nMels, nFrames], transform: (chunk) => logMel.transform(chunk, features) };
}
