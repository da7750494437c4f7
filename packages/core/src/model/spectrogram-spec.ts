import * as z from 'zod';
import { isSampleRate } from '../audio/resample.ts';
import { FileName, Sha256 } from './names.ts';

/** Below this a power has too few digits in float32. */
const LEAST_ARGUMENT = 1e-30;

/** What is longer, or has more bands, is no front end, and would take all memory to prepare. */
const MAX_LENGTH = 2 ** 16;
const MAX_BANDS = 2 ** 12;

const Samples = z
  .int('must be a whole number of samples')
  .min(1, 'must be a whole number of samples, 1 or more')
  .max(MAX_LENGTH, `must be at most ${MAX_LENGTH}`);

const Bands = z.int('must be a whole number').min(1, 'there must be one band or more');

const Mel = z
  .strictObject({
    /** Number of bands. */
    nMels: Bands.max(MAX_BANDS, `there can be at most ${MAX_BANDS} bands`),
    /** The lower end of the first band, in Hz. */
    fMin: z.number().min(0, 'must be 0 Hz or more'),
    /** The upper end of the last band, in Hz; at most half the sample rate. */
    fMax: z.number(),
    /**
     * On which scale the centres of the bands are equally spaced.
     * `htk`: 2595 log10(1 + f / 700), as torchaudio does by default, TensorFlow, and Essentia's `htkMel`.
     * `slaney`: linear below 1 kHz and logarithmic above, as librosa does by default, and Essentia's `slaneyMel`.
     */
    scale: z.enum(['htk', 'slaney']),
    /**
     * `none`: each triangle is 1 at its centre, as torchaudio does by default, TensorFlow, and Essentia's `unit_max`.
     * `slaney`: each triangle has an area of 1 over Hz, as librosa does by default, and Essentia's `unit_tri`.
     * `unit-sum`: the weights of a band add up to 1, as Essentia's `unit_sum`.
     */
    norm: z.enum(['none', 'slaney', 'unit-sum']),
    /**
     * The axis over which the sides of a triangle are straight.
     * `hz`: librosa, torchaudio, and Essentia's `weighting='linear'`.
     * `mel`: TensorFlow, and Essentia's `weighting='warping'`.
     */
    triangles: z.enum(['hz', 'mel']),
    /** Whether a band may contain no bin of the spectrum, and so be the same for every sound. */
    allowEmptyBands: z.boolean().default(false),
  })
  .readonly();

const Logarithm = z
  .strictObject({
    /** `ln`, `log10`, or `db`: 10 log10 of a power, 20 log10 of a magnitude. */
    unit: z.enum(['db', 'ln', 'log10']),
    /** What a value is multiplied by first. */
    scale: z.number().positive('must be above 0').default(1),
    /** What is added then. */
    offset: z.number().min(0, 'must be 0 or more').default(0),
    /** What the argument of the logarithm is at least, after that. */
    floor: z.number().min(0, 'must be 0 or more').default(0),
  })
  .readonly()
  .refine(({ offset, floor }) => Math.max(offset, floor) >= LEAST_ARGUMENT, {
    error: `needs an offset or a floor of ${LEAST_ARGUMENT} or more: without one, silence would be minus infinity`,
  });

const perBand = (value: z.ZodNumber) => z.union([value, z.array(value).min(1).readonly()]);

const Normalisation = z
  .strictObject({
    /** What is subtracted from every value: one number, or one for each band. */
    mean: perBand(z.number()),
    /** What every value is divided by then: one number, or one for each band. */
    standardDeviation: perBand(z.number().positive('must be above 0')),
  })
  .readonly();

const Stored = z
  .strictObject({
    /** The window, `frameLength` values, then the filters, [fftLength / 2 + 1, nBands] row-major; float32 little endian. */
    file: FileName,
    sha256: Sha256,
    nBands: Bands,
  })
  .readonly();

/**
 * How the spectrogram that a network reads is made of samples, in the order of the fields. Libraries have different
 * defaults, so no field has one, except where the default changes nothing.
 */
export const SpectrogramSpec = z
  .strictObject({
    /** Rate in Hz to which the waveform is resampled first: a whole number from 1,000 to 768,000. */
    sampleRate: z
      .number()
      .refine(isSampleRate, 'must be a whole number of Hz from 1000 to 768000, e.g. 32000'),
    /** Samples of a frame: the length of its window (librosa's `win_length`). */
    frameLength: Samples.min(2, 'must be 2 or more'),
    /**
     * Length of the Fourier transform (`n_fft`), even; zeros fill a frame that is shorter. The spectrum has
     * fftLength / 2 + 1 bins. Powers of two take the least time, and large prime factors much more.
     */
    fftLength: Samples.min(4, 'must be 4 or more').multipleOf(2, 'must be even'),
    /** Samples from one frame to the next. */
    hopLength: Samples,
    /**
     * Periodic, as in `torch.stft`, librosa and TensorFlow; or symmetric, which Essentia uses: both ends alike. `stored`: that of
     * the file `stored`.
     */
    window: z.enum([
      'hann',
      'hann-symmetric',
      'hamming',
      'hamming-symmetric',
      'blackman',
      'blackman-symmetric',
      'rectangular',
      'stored',
    ]),
    /**
     * What frames read beyond the ends of a chunk, and so how many frames there are.
     * `none`: nothing; frames begin at sample 0 and lie in the chunk (`center=False`, `tf.signal.stft`).
     * `reflect`: frames are centred, and the chunk is mirrored at its ends (`center=True, pad_mode='reflect'`).
     * `constant`: the same with zeros (`center=True, pad_mode='constant'`, librosa's default).
     * `essentia`: zeros as well, and a frame more, centred behind the end (FrameCutter with `startFromZero=false`).
     */
    padding: z.enum(['none', 'reflect', 'constant', 'essentia']),
    /** Whether a bin is |X|², with X the sum of the windowed samples times exp(-2πikn / fftLength); or |X|. */
    spectrum: z.enum(['power', 'magnitude']),
    /** The bands, weighted sums of bins; null where a network reads the bins themselves. */
    mel: Mel.nullable(),
    /** A window and filters that were trained or come with the weights, in place of `window` and `mel`. */
    stored: Stored.nullable().default(null),
    /** log(max(scale · x + offset, floor)) of every value; null where a network reads it without a logarithm. */
    logarithm: Logarithm.nullable(),
    /** Null where the network has it in itself, or needs none. */
    normalisation: Normalisation.nullable(),
  })
  .readonly()
  .superRefine((spec, context) => {
    const refuse = (path: readonly string[], message: string): void => {
      context.addIssue({ code: 'custom', path: [...path], message });
    };
    const { frameLength, fftLength, sampleRate, mel, stored } = spec;
    if ((stored !== null) !== (spec.window === 'stored')) {
      refuse(['window'], 'must be "stored" with a file of stored coefficients, and only then');
    }
    if (stored && mel) refuse(['mel'], 'must be null with a file of stored coefficients');
    if (fftLength < frameLength) {
      refuse(['fftLength'], `must not be less than frameLength, ${frameLength}`);
    }
    if (spec.padding === 'essentia' && frameLength % 2 === 1) {
      refuse(['frameLength'], 'must be even with the padding "essentia"');
    }
    if (mel && mel.fMax > sampleRate / 2) {
      refuse(
        ['mel', 'fMax'],
        `must not be above ${sampleRate / 2} Hz: there is nothing above half the sample rate`,
      );
    }
    if (mel && mel.fMin >= mel.fMax) refuse(['mel', 'fMin'], `must be below fMax, ${mel.fMax} Hz`);
    for (const [name, values] of Object.entries(spec.normalisation ?? {})) {
      if (typeof values === 'number' || values.length === nBands(spec)) continue;
      refuse(
        ['normalisation', name],
        `has ${values.length} numbers for ${nBands(spec)} bands: give one, or one for each band`,
      );
    }
  });
export type SpectrogramSpec = z.infer<typeof SpectrogramSpec>;

/** How many values a frame has. */
export function nBands({
  mel,
  stored,
  fftLength,
}: Pick<SpectrogramSpec, 'mel' | 'stored' | 'fftLength'>): number {
  return stored?.nBands ?? mel?.nMels ?? fftLength / 2 + 1;
}
