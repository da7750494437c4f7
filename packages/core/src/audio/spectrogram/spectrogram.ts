import { nBands, SpectrogramSpec } from '../../model/spectrogram-spec.ts';
import { createKernelTransform } from './kernel.ts';
import { PADDINGS } from './padding.ts';
import { planSpectrogram } from './plan-spectrogram.ts';

export interface Spectrogram {
  /**
   * Shape of the spectrogram of so many samples: [bands, frames] or [frames, bands].
   *
   * @throws RangeError when there are too few for a frame
   */
  readonly shape: (nSamples: number) => readonly [number, number];
  /**
   * @param samples mono, at the sample rate of the specification; not modified
   * @param out filled and returned when given: a thread that transforms many chunks keeps one
   * @returns the spectrogram, of that shape, row-major; not a number where a sample is not
   * @throws RangeError when there are too few samples for a frame
   */
  readonly transform: (samples: Float32Array, out?: Float32Array) => Float32Array;
}

/**
 * The front end that a specification describes, in WebAssembly.
 *
 * @throws RangeError for a specification that makes no sense, with a message for whoever wrote it
 */
export function createSpectrogram(spec: SpectrogramSpec): Spectrogram {
  assertValid(spec);
  const { frameLength, hopLength } = spec;
  const transform = createKernelTransform(planSpectrogram(spec));
  const padding = PADDINGS[spec.padding];
  const layout = LAYOUTS[spec.layout];
  const bands = nBands(spec);

  const countFrames = (nSamples: number): number => {
    const least = padding.leastSamples(frameLength);
    if (nSamples < least) {
      throw new RangeError(
        `${nSamples} samples are too few: with frames of ${frameLength} and padding "${spec.padding}" there must be ${least} or more.`,
      );
    }
    return padding.countFrames(nSamples, { nFft: frameLength, hopLength });
  };

  return {
    shape: (nSamples) => layout.shape(bands, countFrames(nSamples)),
    transform(samples, out) {
      const frames = countFrames(samples.length);
      const target = out ?? new Float32Array(bands * frames);
      layout.copy(transform(samples, frames), target, frames);
      return target;
    },
  };
}

function assertValid(spec: SpectrogramSpec): void {
  const { error } = SpectrogramSpec.safeParse(spec);
  if (!error) return;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new RangeError(
    `The specification of the spectrogram is not valid: ${problems.join('; ')}.`,
  );
}

interface Layout {
  readonly shape: (bands: number, frames: number) => readonly [number, number];
  /** From [bands, frames]. */
  readonly copy: (values: Float32Array, out: Float32Array, frames: number) => void;
}

const LAYOUTS: Readonly<Record<SpectrogramSpec['layout'], Layout>> = {
  'bands-first': {
    shape: (bands, frames) => [bands, frames],
    copy(values, out) {
      out.set(values);
    },
  },
  'frames-first': {
    shape: (bands, frames) => [frames, bands],
    copy(values, out, frames) {
      const bands = values.length / frames;
      for (let band = 0; band < bands; band++) {
        for (let frame = 0; frame < frames; frame++) {
          out[frame * bands + band] = values[band * frames + frame]!;
        }
      }
    },
  },
};
