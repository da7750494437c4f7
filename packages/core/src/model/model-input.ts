import * as z from 'zod';
import { isSampleRate } from '../audio/resample.ts';
import { ChunkSpec } from './chunk-spec.ts';
import { ModelName } from './names.ts';
import { SpectrogramSpec } from './spectrogram-spec.ts';

const AUDIO = {
  /** Rate in Hz to which a file is decoded: a whole number from 1,000 to 768,000. */
  sampleRate: z
    .number()
    .refine(isSampleRate, 'must be a whole number of Hz from 1000 to 768000, e.g. 16000'),
  /** How channels become one: their mean, as librosa, torchaudio's usual `mean(0)` and Essentia's `mix` do. */
  downmix: z.literal('mean', { error: 'must be "mean": no other downmix is supported' }),
  chunks: ChunkSpec,
};

/** What a network reads. */
export const ModelInput = z
  .discriminatedUnion('kind', [
    z.strictObject({
      /** Samples in [-1, 1]. */
      kind: z.literal('waveform'),
      ...AUDIO,
    }),
    z.strictObject({
      kind: z.literal('spectrogram'),
      ...AUDIO,
      spectrogram: SpectrogramSpec,
    }),
    z.strictObject({
      /** The embedding that another model makes of each of its chunks: that one runs once for all models that read it. */
      kind: z.literal('embedding'),
      model: ModelName,
    }),
  ])
  .superRefine((input, context) => {
    if (input.kind === 'embedding' || input.chunks.cutFrom === 'waveform') return;
    if (input.kind === 'waveform') {
      context.addIssue({
        code: 'custom',
        path: ['chunks', 'cutFrom'],
        message: 'must be "waveform", as the network reads samples',
      });
    } else if (input.spectrogram.sampleRate !== input.sampleRate) {
      context.addIssue({
        code: 'custom',
        path: ['spectrogram', 'sampleRate'],
        message: `is ${input.spectrogram.sampleRate} Hz, and files are decoded to ${input.sampleRate} Hz: they must be equal where chunks are cut from the spectrogram`,
      });
    }
  })
  .readonly();
export type ModelInput = z.infer<typeof ModelInput>;

/** The input of a model that reads audio itself. */
export type AudioInput = Exclude<ModelInput, { kind: 'embedding' }>;
