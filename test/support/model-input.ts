import { Tensor } from 'onnxruntime-node';
import { bandsOf, type ConvertedModel } from '@earmark/converter';
import {
  countFrames,
  createSpectrogram,
  resample,
  resampledLength,
  type Spectrogram,
} from '@earmark/core/audio';
import type { SpectrogramSpec } from '@earmark/core/model';

/** What the network is fed for a chunk of its length, by the name of its input. */
export type ModelInput = (chunk: Float32Array) => Readonly<Record<string, Tensor>>;

/** The log-mel spectrogram of a converted model. */
export interface LogMel extends Pick<Spectrogram, 'transform'> {
  readonly nFrames: (nSamples: number) => number;
}

export type ToLogMel = (logMel: LogMel, chunk: Float32Array) => Float32Array;

/** The front end of a model that reads a spectrogram. */
export type SpectrogramFrontEnd = Extract<ConvertedModel['frontEnd'], { kind: 'spectrogram' }>;

/** The input of a converted model, through the product's front end unless told otherwise. */
export function createModelInput(
  { frontEnd, cut: { chunks, sampleRate: fromRate } }: ConvertedModel,
  toLogMel: ToLogMel = (logMel, chunk) => logMel.transform(chunk),
): ModelInput {
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return (chunk) => ({
      waveform: new Tensor('float32', new Float32Array(chunk), [1, chunks.length]),
    });
  }
  const rates = { fromRate, toRate: frontEnd.spectrogram.sampleRate };
  const logMel = createLogMel(frontEnd);
  const shape = [1, bandsOf(frontEnd), logMel.nFrames(resampledLength(chunks.length, rates))];
  return (chunk) => ({
    log_mel: new Tensor('float32', toLogMel(logMel, resample(chunk, rates)), shape),
  });
}

export function createLogMel(frontEnd: SpectrogramFrontEnd): LogMel {
  const { spectrogram, coefficients } = frontEnd;
  const spec: SpectrogramSpec = { ...spectrogram, stored: storedFile(frontEnd) };
  const { transform } = createSpectrogram(spec, { layout: 'bands-first', coefficients });
  return { transform, nFrames: (nSamples) => countFrames(spec, nSamples) };
}

/** The coefficients are at hand, so the file is none. */
function storedFile(frontEnd: SpectrogramFrontEnd): SpectrogramSpec['stored'] {
  if (!frontEnd.coefficients) return null;
  return { file: 'none.f32', sha256: '0'.repeat(64), nBands: bandsOf(frontEnd) };
}
