import * as z from 'zod';

const Length = z
  .int('must be a whole number of samples or frames')
  .min(1, 'must be 1 or more')
  .max(2 ** 26, 'must be at most 2^26');

/** A chunk of each of so many positions of the track is enough: more would only take memory. */
const MAX_OVERLAP = 64;

const COMMON = {
  /**
   * What chunks are cut from.
   * `waveform`: samples, and each chunk is turned into a spectrogram of its own, as networks do that contain their front end.
   * `spectrogram`: frames of the spectrogram of the whole track, as Essentia does.
   */
  cutFrom: z.enum(['waveform', 'spectrogram']).default('waveform'),
  /** Length of a chunk: samples of a waveform, or frames of a spectrogram. */
  length: Length,
  /** What fills up the chunk of a track that is shorter: silence, or the track again from its beginning. */
  short: z.enum(['silence', 'repeat']),
};

/** Which parts of a track a network reads. */
export const ChunkSpec = z
  .discriminatedUnion('rule', [
    z.strictObject({
      /** `count` chunks that are evenly spread over the track; of a track that is shorter than one, one. */
      rule: z.literal('spread'),
      ...COMMON,
      count: z.int().min(1, 'must be 1 or more').max(1_000, 'must be at most 1000'),
    }),
    z.strictObject({
      /** One chunk from the middle of the track. */
      rule: z.literal('centre'),
      ...COMMON,
    }),
    z.strictObject({
      /** A chunk every `hop` samples or frames. */
      rule: z.literal('hop'),
      ...COMMON,
      hop: Length,
      /**
       * What becomes of a rest at the end that fills no chunk.
       * `drop`: it is not read.
       * `silence`, `repeat`: a chunk of it, filled up with silence, or with itself from its beginning.
       * `align-end`: a chunk that ends where the track does.
       */
      last: z.enum(['drop', 'silence', 'repeat', 'align-end']),
    }),
  ])
  .refine((chunks) => chunks.rule !== 'hop' || chunks.hop * MAX_OVERLAP >= chunks.length, {
    path: ['hop'],
    error: `must be at least the length divided by ${MAX_OVERLAP}: chunks that overlap more take time and change no score`,
  })
  .readonly();
export type ChunkSpec = z.infer<typeof ChunkSpec>;
