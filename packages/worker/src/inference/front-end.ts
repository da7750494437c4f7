import { createLogMel } from '@earmark/core/audio/log-mel.js';
import { resample, resampledLength } from '@earmark/core/audio/resample.js';
import { SAMPLE_RATE } from '@earmark/core/audio/waveform.js';
import { readLogMelCoefficients } from '@earmark/runtime/models/read-front-end.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';

/** What turns a chunk into the input of a network. */
export interface FrontEndTransform {
  /** Shape of its output, without the batch axis. */
  readonly shape: readonly number[];
  /** The result is overwritten by the next call. */
  transform(chunk: Float32Array): Float32Array;
}

/** Models with the same key read the same features, which are then computed once for all of them. */
export function frontEndKey({ model }: ModelAtHand): string {
  const { scoring, inputLength, frontEnd } = model;
  return JSON.stringify([scoring, inputLength, frontEnd]);
}

export async function openFrontEnd(atHand: ModelAtHand): Promise<FrontEndTransform> {
  const { frontEnd, inputLength } = atHand.model;
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return { shape: [inputLength], transform: (chunk) => new Float32Array(chunk) };
  }
  const rates = { fromRate: SAMPLE_RATE, toRate: frontEnd.sampleRate };
  const logMel = createLogMel({ ...frontEnd, ...(await readLogMelCoefficients(atHand)) });
  const shape = [frontEnd.nMels, logMel.nFrames(resampledLength(inputLength, rates))] as const;
  const features = new Float32Array(shape[0] * shape[1]);
  return { shape, transform: (chunk) => logMel.transform(resample(chunk, rates), features) };
}
