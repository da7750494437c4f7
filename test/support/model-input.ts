import { Tensor } from 'onnxruntime-node';
import type { ConvertedModel } from '@earmark/converter';
import { createLogMel, type LogMel, resample, resampledLength } from '@earmark/core/audio';

/** What the network is fed for a chunk of its input length, by the name of its input. */
export type ModelInput = (chunk: Float32Array) => Readonly<Record<string, Tensor>>;

export type ToLogMel = (logMel: LogMel, chunk: Float32Array) => Float32Array;

/** The input of a converted model, through the product's front end unless told otherwise. */
export function createModelInput(
  { frontEnd, inputLength, sampleRate: fromRate }: ConvertedModel,
  toLogMel: ToLogMel = (logMel, chunk) => logMel.transform(chunk),
): ModelInput {
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return (chunk) => ({
      waveform: new Tensor('float32', new Float32Array(chunk), [1, inputLength]),
    });
  }
  const { sampleRate: toRate, nFft, nMels, coefficients } = frontEnd;
  const rates = { fromRate, toRate };
  const window = coefficients.subarray(0, nFft);
  const filterbank = coefficients.subarray(nFft);
  const logMel = createLogMel({ ...frontEnd, window, filterbank });
  const shape = [1, nMels, logMel.nFrames(resampledLength(inputLength, rates))];
  return (chunk) => ({
    log_mel: new Tensor('float32', toLogMel(logMel, resample(chunk, rates)), shape),
  });
}
