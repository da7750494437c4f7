import { bandsOf, type ConvertedModel } from '@earmark/converter';
import type { StoredCoefficients } from '@earmark/core/audio';
import type { LogMel } from '../model-input.ts';
import type { Mistake } from './score-with.ts';

export const symmetricHann: Mistake = {
  model: withCoefficients((coefficients) => {
    const { length } = coefficients.window;
    const window = Float32Array.from({ length }, (_, i) => {
      return 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1));
    });
    return { ...coefficients, window };
  }),
};

export const slaneyMel: Mistake = {
  model: withCoefficients((coefficients, nMels) => {
    const nBins = coefficients.filterbank.length / nMels;
    return { ...coefficients, filterbank: slaneyFilterbank(nBins, nMels) };
  }),
};

/** The filters of band after band, where those of harmonic after harmonic are meant. */
export const harmonicsOfOneBandTogether: Mistake = {
  model: withCoefficients((coefficients, nMels) => {
    const filterbank = coefficients.filterbank.map((_, i, filters) => {
      const filter = i % nMels;
      const other = (filter % 6) * (nMels / 6) + Math.floor(filter / 6);
      return filters[i - filter + other]!;
    });
    return { ...coefficients, filterbank };
  }),
};

/** librosa's default: nothing lies more than 80 dB below the loudest value. */
export const topDb80: Mistake = {
  toLogMel: (logMel, chunk) => {
    const decibels = logMel.transform(chunk);
    const floor = decibels.reduce((loudest, value) => Math.max(loudest, value)) - 80;
    return decibels.map((value) => Math.max(value, floor));
  },
};

/** A smallest power of 1e-7. */
export const floorAtMinus70: Mistake = {
  toLogMel: (logMel, chunk) => logMel.transform(chunk).map((value) => Math.max(value, -70)),
};

/** Two hops of silence before and after, and no frames in there: nothing is left to reflect. */
export const zerosAtTheEdges: Mistake = {
  toLogMel: (logMel, chunk) => {
    const margin = 512;
    const padded = new Float32Array(chunk.length + 2 * margin);
    padded.set(chunk, margin);
    return middleFrames(logMel, padded, 2);
  },
};

/** librosa's `center=False`, which starts half a frame later. */
export const framesNotCentred: Mistake = {
  toLogMel: (logMel, chunk) => {
    const later = new Float32Array(chunk.length);
    later.set(chunk.subarray(256));
    return logMel.transform(later);
  },
};

function withCoefficients(
  change: (coefficients: StoredCoefficients, nMels: number) => StoredCoefficients,
) {
  return (model: ConvertedModel): ConvertedModel => {
    const { frontEnd } = model;
    if (frontEnd.kind === 'waveform' || !frontEnd.coefficients) {
      throw new Error('this model has no coefficients');
    }
    const coefficients = change(frontEnd.coefficients, bandsOf(frontEnd));
    return { ...model, frontEnd: { ...frontEnd, coefficients } };
  };
}

function middleFrames(logMel: LogMel, samples: Float32Array, margin: number): Float32Array {
  const nFrames = logMel.nFrames(samples.length);
  return logMel.transform(samples).filter((_, i) => {
    const frame = i % nFrames;
    return frame >= margin && frame < nFrames - margin;
  });
}

/** Triangles up to 8000 Hz that do not grow narrower below 1000 Hz. */
function slaneyFilterbank(nBins: number, nMels: number): Float32Array {
  const edges = Array.from({ length: nMels + 2 }, (_, i) => {
    return slaneyToHz((i * hzToSlaney(8_000)) / (nMels + 1));
  });
  return Float32Array.from({ length: nBins * nMels }, (_, i) => {
    const frequency = (8_000 * Math.floor(i / nMels)) / (nBins - 1);
    const [low, centre, high] = edges.slice(i % nMels) as [number, number, number];
    const rise = (frequency - low) / (centre - low);
    const fall = (high - frequency) / (high - centre);
    return Math.max(0, Math.min(rise, fall));
  });
}

/** @see librosa.hz_to_mel(htk=False), above 1000 Hz. */
function hzToSlaney(frequency: number): number {
  return 15 + (27 * Math.log(frequency / 1_000)) / Math.log(6.4);
}

function slaneyToHz(mel: number): number {
  return mel < 15 ? (mel * 200) / 3 : 1_000 * 6.4 ** ((mel - 15) / 27);
}
