import type { ChunkSpec } from '../model/chunk-spec.ts';
import type { AudioInput } from '../model/model-input.ts';
import type { InputAxis } from '../model/network-spec.ts';
import { nBands, type SpectrogramSpec } from '../model/spectrogram-spec.ts';
import { chunkAt, chunkStarts, fillOf, repeatFrom } from './chunk.ts';
import { resample, resampledLength } from './resample.ts';
import { countFrames, PADDINGS } from './spectrogram/padding.ts';
import type { StoredCoefficients } from './spectrogram/plan-spectrogram.ts';
import { createSpectrogram, type Layout, type Spectrogram } from './spectrogram/spectrogram.ts';

/** Turns the chunks of a track into what a network reads. */
export interface Features {
  /** Length of every axis of the features of a chunk, without the batch. */
  readonly shape: readonly number[];
  /** @param waveform at the sample rate of the input */
  readonly chunksOf: (waveform: Float32Array) => TrackChunks;
}

export interface TrackChunks {
  /** One at least. */
  readonly count: number;
  /** Writes the features of a chunk, of the shape, row-major; one after the other takes the least time. */
  readonly write: (chunk: number, out: Float32Array) => void;
}

/**
 * @param axes of the input of the network
 * @param coefficients of a spectrogram with stored ones
 * @throws RangeError for an input that makes no sense, with a message for whoever wrote it
 */
export function createFeatures(
  input: AudioInput,
  axes: readonly InputAxis[],
  coefficients: StoredCoefficients | null,
): Features {
  const { lengths, chunksOf } = createSource(input, layoutOf(axes), coefficients);
  const shape = axes.flatMap((axis) => (axis === 'batch' ? [] : (lengths[axis] ?? 1)));
  return { shape, chunksOf };
}

function layoutOf(axes: readonly InputAxis[]): Layout {
  return axes.indexOf('bands') < axes.indexOf('frames') ? 'bands-first' : 'frames-first';
}

interface Source extends Pick<Features, 'chunksOf'> {
  readonly lengths: Readonly<Partial<Record<InputAxis, number>>>;
}

function createSource(
  input: AudioInput,
  layout: Layout,
  coefficients: StoredCoefficients | null,
): Source {
  const { chunks } = input;
  if (input.kind === 'waveform') {
    return {
      lengths: { samples: chunks.length },
      chunksOf: samplesOf(chunks, (samples, out) => {
        out.set(samples);
      }),
    };
  }
  const spec = input.spectrogram;
  if (chunks.cutFrom === 'spectrogram') {
    const spectrogram = createSpectrogram(spec, { layout: 'frames-first', coefficients });
    return {
      lengths: { bands: nBands(spec), frames: chunks.length },
      chunksOf: framesOf(spec, chunks, { spectrogram, layout }),
    };
  }
  const rates = { fromRate: input.sampleRate, toRate: spec.sampleRate };
  const { transform } = createSpectrogram(spec, { layout, coefficients });
  return {
    lengths: {
      bands: nBands(spec),
      frames: countFrames(spec, resampledLength(chunks.length, rates)),
    },
    chunksOf: samplesOf(chunks, (samples, out) => {
      transform(resample(samples, rates), out);
    }),
  };
}

/** Chunks of the waveform, each turned into features for itself. */
function samplesOf(
  chunks: ChunkSpec,
  transform: (samples: Float32Array, out: Float32Array) => void,
): Features['chunksOf'] {
  return (waveform) => {
    const starts = chunkStarts(chunks, waveform.length);
    const cut = { length: chunks.length, fill: fillOf(chunks, waveform.length) };
    return {
      count: starts.length,
      write(chunk, out) {
        transform(chunkAt(waveform, { start: starts[chunk]!, ...cut }), out);
      },
    };
  };
}

/** Frames that are computed at a time, so that memory does not grow with the track. */
const BLOCK_FRAMES = 4_096;

/** Chunks of the frames of the whole track. */
function framesOf(
  spec: SpectrogramSpec,
  chunks: ChunkSpec,
  { spectrogram, layout }: { readonly spectrogram: Spectrogram; readonly layout: Layout },
): Features['chunksOf'] {
  const { length } = chunks;
  const bands = nBands(spec);
  const least = PADDINGS[spec.padding].leastSamples(spec.frameLength);
  const silence = spectrogram.transform(new Float32Array(least)).slice(0, bands);
  const copy = COPIES[layout];
  return (waveform) => {
    const samples = chunkAt(waveform, {
      start: 0,
      length: Math.max(least, waveform.length),
      fill: 'silence',
    });
    const nFrames = countFrames(spec, samples.length);
    const starts = chunkStarts(chunks, nFrames);
    const fill = fillOf(chunks, nFrames);
    let block: { first: number; values: Float32Array } = { first: 0, values: new Float32Array() };

    /** The frames from `first` on, as many as a chunk has or the track has left; [frames, bands]. */
    const framesFrom = (first: number): Float32Array => {
      const nGiven = Math.min(length, nFrames - first);
      const isInBlock =
        first >= block.first && (first + nGiven - block.first) * bands <= block.values.length;
      if (!isInBlock) {
        const count = Math.min(Math.max(BLOCK_FRAMES, nGiven), nFrames - first);
        block = { first, values: spectrogram.frames(samples, { first, count }) };
      }
      const at = (first - block.first) * bands;
      return block.values.subarray(at, at + nGiven * bands);
    };
    return {
      count: starts.length,
      write(chunk, out) {
        const given = framesFrom(starts[chunk]!);
        if (given.length === length * bands) {
          copy(given, out, bands);
          return;
        }
        const filled = new Float32Array(length * bands);
        filled.set(given);
        if (fill === 'repeat') repeatFrom(filled, given.length);
        else for (let at = given.length; at < filled.length; at += bands) filled.set(silence, at);
        copy(filled, out, bands);
      },
    };
  };
}

/** From [frames, bands] to a layout. */
const COPIES: Readonly<
  Record<Layout, (frames: Float32Array, out: Float32Array, bands: number) => void>
> = {
  'frames-first': (frames, out) => {
    out.set(frames);
  },
  'bands-first': (frames, out, bands) => {
    const nFrames = frames.length / bands;
    for (let frame = 0; frame < nFrames; frame++) {
      for (let band = 0; band < bands; band++) {
        out[band * nFrames + frame] = frames[frame * bands + band]!;
      }
    }
  },
};
