import type { SpectrogramSpec } from '../../model/spectrogram-spec.ts';

type Mel = NonNullable<SpectrogramSpec['mel']>;

export interface MelFilterbankOptions extends Omit<Mel, 'allowEmptyBands'> {
  readonly sampleRate: number;
  readonly fftLength: number;
}

/**
 * Triangular filters whose ends and centres are equally spaced on a mel scale.
 *
 * @returns [fftLength / 2 + 1, nMels] row-major
 * @see librosa.filters.mel; torchaudio.functional.melscale_fbanks; tf.signal.linear_to_mel_weight_matrix; Essentia's MelBands
 */
export function melFilterbank(options: MelFilterbankOptions): Float32Array {
  const { sampleRate, fftLength, nMels } = options;
  const nBins = fftLength / 2 + 1;
  const scale = MEL_SCALES[options.scale];
  const axis = AXES[options.triangles];
  const bins = Array.from({ length: nBins }, (_, bin) => {
    return axis.ofHz((bin / (fftLength / 2)) * (sampleRate / 2), scale);
  });
  const edges = bandEdges(options);
  const filterbank = new Float32Array(nBins * nMels);
  for (let band = 0; band < nMels; band++) {
    const [low = 0, centre = 0, high = 0] = edges
      .slice(band, band + 3)
      .map((mel) => axis.ofMel(mel, scale));
    const triangle = bins.map((bin) => {
      return Math.max(0, Math.min((bin - low) / (centre - low), (high - bin) / (high - centre)));
    });
    const width = scale.toHz(edges[band + 2]!) - scale.toHz(edges[band]!);
    const divisor = DIVISORS[options.norm](triangle, width);
    for (let bin = 0; bin < nBins; bin++) {
      filterbank[bin * nMels + band] = triangle[bin]! / divisor;
    }
  }
  return filterbank;
}

/** Where a band begins and ends, in Hz. */
export function bandLimits(options: Omit<Mel, 'allowEmptyBands'>, band: number): [number, number] {
  const { toHz } = MEL_SCALES[options.scale];
  const edges = bandEdges(options);
  return [toHz(edges[band]!), toHz(edges[band + 2]!)];
}

/** In mel: band b begins at the b-th edge, is centred on the next one and ends at the one after it. */
function bandEdges({
  nMels,
  fMin,
  fMax,
  scale,
}: Pick<Mel, 'nMels' | 'fMin' | 'fMax' | 'scale'>): readonly number[] {
  const { toMel } = MEL_SCALES[scale];
  const first = toMel(fMin);
  const range = toMel(fMax) - first;
  return Array.from({ length: nMels + 2 }, (_, i) => first + (i * range) / (nMels + 1));
}

interface MelScale {
  readonly toMel: (hz: number) => number;
  readonly toHz: (mel: number) => number;
}

/** Slaney's scale is linear up to here, 200/3 Hz a mel, and logarithmic from here on. */
const BEND_HZ = 1_000;
const BEND_MEL = 15;
const MELS_PER_NEPER = 27 / Math.log(6.4);

/** @see Slaney, "Auditory Toolbox", 1998; Young et al., "The HTK Book" */
const MEL_SCALES: Readonly<Record<Mel['scale'], MelScale>> = {
  slaney: {
    toMel: (hz) =>
      hz < BEND_HZ ? (hz / BEND_HZ) * BEND_MEL : BEND_MEL + Math.log(hz / BEND_HZ) * MELS_PER_NEPER,
    toHz: (mel) =>
      mel < BEND_MEL
        ? (mel / BEND_MEL) * BEND_HZ
        : BEND_HZ * Math.exp((mel - BEND_MEL) / MELS_PER_NEPER),
  },
  htk: {
    toMel: (hz) => 2_595 * Math.log10(1 + hz / 700),
    toHz: (mel) => 700 * (10 ** (mel / 2_595) - 1),
  },
};

/** Places on the axis over which the sides of a triangle are straight. */
interface Axis {
  readonly ofHz: (hz: number, scale: MelScale) => number;
  readonly ofMel: (mel: number, scale: MelScale) => number;
}

const AXES: Readonly<Record<Mel['triangles'], Axis>> = {
  hz: { ofHz: (hz) => hz, ofMel: (mel, { toHz }) => toHz(mel) },
  mel: { ofHz: (hz, { toMel }) => toMel(hz), ofMel: (mel) => mel },
};

type Divisor = (triangle: readonly number[], widthHz: number) => number;

/** What the weights of a band are divided by. An empty band has nothing to divide. */
const DIVISORS: Readonly<Record<Mel['norm'], Divisor>> = {
  none: () => 1,
  slaney: (_, widthHz) => widthHz / 2,
  'unit-sum': (triangle) => triangle.reduce((sum, weight) => sum + weight, 0) || 1,
};
