import { nBands, type SpectrogramSpec } from '../../model/spectrogram-spec.ts';
import { type MelFilter, melFilters } from '../mel-filter.ts';
import type { SpectrogramPlan } from './kernel.ts';
import { bandLimits, melFilterbank } from './mel-filterbank.ts';
import { PADDINGS } from './padding.ts';
import { createWindow } from './window.ts';

/** A window and filters that come with the weights of a network. */
export interface StoredCoefficients {
  /** [frameLength] */
  readonly window: Float32Array;
  /** [fftLength / 2 + 1, nBands] row-major */
  readonly filterbank: Float32Array;
}

/** @throws RangeError for an empty band, unless the specification allows it */
export function planSpectrogram(
  spec: SpectrogramSpec,
  coefficients: StoredCoefficients | null,
): SpectrogramPlan {
  const { frameLength, fftLength, hopLength, logarithm } = spec;
  const window = new Float32Array(fftLength);
  window.set(windowOf(spec, coefficients));
  const padding = PADDINGS[spec.padding];
  return {
    fftLength,
    hopLength,
    window,
    lead: padding.lead(frameLength),
    extend: padding.extend,
    ofMagnitude: spec.spectrum === 'magnitude',
    filters: scaledFilters(spec, coefficients),
    decibels: logarithm && { offset: logarithm.offset, floor: logarithm.floor },
    affine: toAffine(spec),
  };
}

function windowOf(
  { window, frameLength }: SpectrogramSpec,
  coefficients: StoredCoefficients | null,
): Float32Array {
  if (window !== 'stored') return createWindow(window, frameLength);
  if (!coefficients)
    throw new RangeError('The stored coefficients of the spectrogram are missing.');
  return coefficients.window;
}

/** The filters of all bands, with the scale of the logarithm in them. */
function scaledFilters(
  spec: SpectrogramSpec,
  coefficients: StoredCoefficients | null,
): readonly MelFilter[] {
  const scale = spec.logarithm?.scale ?? 1;
  const filters = filtersOf(spec, coefficients);
  if (scale === 1) return filters;
  return filters.map(({ firstBin, weights }) => {
    return { firstBin, weights: weights.map((weight) => weight * scale) };
  });
}

function filtersOf(
  spec: SpectrogramSpec,
  coefficients: StoredCoefficients | null,
): readonly MelFilter[] {
  if (coefficients) return melFilters(coefficients.filterbank, nBands(spec));
  return spec.mel ? melBands(spec, spec.mel) : singleBins(spec.fftLength);
}

function melBands(
  { sampleRate, fftLength }: SpectrogramSpec,
  mel: NonNullable<SpectrogramSpec['mel']>,
): readonly MelFilter[] {
  const { nMels } = mel;
  const filters = melFilters(melFilterbank({ ...mel, sampleRate, fftLength }), nMels);
  const empty = filters.flatMap(({ weights }, band) => (weights.length === 0 ? [band] : []));
  const [first] = empty;
  if (first === undefined || mel.allowEmptyBands) return filters;
  const [low, high] = bandLimits(mel, first).map((hz) => hz.toFixed(1));
  const others = empty.length === 1 ? '' : `, and ${empty.length - 1} of the others are as well`;
  throw new RangeError(
    `Band ${first + 1} of ${nMels}, from ${low} to ${high} Hz, is empty${others}: it contains no bin of the spectrum, as bins ` +
      `are ${(sampleRate / fftLength).toFixed(1)} Hz apart. Check fftLength, nMels, fMin, fMax and scale: with a longer Fourier ` +
      'transform or fewer bands none is empty. If the network was trained with empty bands, set mel.allowEmptyBands to true.',
  );
}

/** Every bin is a band of its own. */
function singleBins(fftLength: number): readonly MelFilter[] {
  return Array.from({ length: fftLength / 2 + 1 }, (_, firstBin) => {
    return { firstBin, weights: Float32Array.of(1) };
  });
}

type Unit = NonNullable<SpectrogramSpec['logarithm']>['unit'];

/** What ten times the common logarithm is multiplied by. */
const PER_DECIBEL: Readonly<Record<Unit, Readonly<Record<SpectrogramSpec['spectrum'], number>>>> = {
  db: { power: 1, magnitude: 2 },
  ln: { power: Math.LN10 / 10, magnitude: Math.LN10 / 10 },
  log10: { power: 0.1, magnitude: 0.1 },
};

/** The unit of the logarithm and the normalisation, in one. */
function toAffine(spec: SpectrogramSpec): SpectrogramPlan['affine'] {
  const { logarithm, normalisation, spectrum } = spec;
  const unit = logarithm ? PER_DECIBEL[logarithm.unit][spectrum] : 1;
  return Array.from({ length: nBands(spec) }, (_, band) => {
    if (!normalisation) return { factor: unit, term: 0 };
    const mean = ofBand(normalisation.mean, band);
    const deviation = ofBand(normalisation.standardDeviation, band);
    return { factor: unit / deviation, term: -mean / deviation };
  });
}

function ofBand(values: number | readonly number[], band: number): number {
  return typeof values === 'number' ? values : values[band]!;
}
