import { createLogMel, type LogMel } from '@earmark/core/audio/log-mel.js';
import type { ConvertedModel } from '@earmark/converter/convert-checkpoint.js';
import { Tensor } from 'onnxruntime-node';

/** What the network is fed for a chunk of its input length, by the name of its input. */
export type ModelInput = (chunk: Float32Array) => Readonly<Record<string, Tensor>>;

export type ToLogMel = (logMel: LogMel, chunk: Float32Array) => Float32Array;

/** The input of a converted model, through the product's front end unless told otherwise. */
export function createModelInput(
  { frontEnd, inputLength }: ConvertedModel,
  toLogMel: ToLogMel = (logMel, chunk) => logMel.transform(chunk),
): ModelInput {
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return (chunk) => ({
      waveform: new Tensor('float32', new Float32Array(chunk), [1, inputLength]),
    });
  }
  const { nFft, nMels, coefficients } = frontEnd;
  const window = coefficients.subarray(0, nFft);
  const filterbank = coefficients.subarray(nFft);
  const logMel = createLogMel({ ...frontEnd, window, filterbank });
  const shape = [1, nMels, logMel.nFrames(inputLength)];
  return (chunk) => ({ log_mel: new Tensor('float32', toLogMel(logMel, chunk), shape) });
}
