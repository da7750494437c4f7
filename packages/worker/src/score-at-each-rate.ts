import { SAMPLE_RATE, type TrackInput } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { audioInputOf, readsDatasetLogMel } from '@earmark/core/model';
import type { ReadTrack } from '@earmark/decode';
import type { InferencePool, RequestedModel, ScoreReply } from '@earmark/inference';
import type { ScoredAudio } from './decode-and-score.ts';

export interface ScoringSteps {
  /** @param sampleRate of the waveform, in Hz */
  readonly read: (sampleRate: number) => Promise<ReadTrack>;
  readonly score: (request: Parameters<InferencePool['score']>[0]) => Promise<ScoreReply>;
}

/**
 * Reads a file at each rate that models need, usually one, and has the models of that rate score it. The rates take
 * turns: the waveform of one is released before the next is decoded.
 *
 * Duration and level are those at 16 kHz where a model reads it, so that other models do not change them; else those
 * at the rate of the first model.
 *
 * @throws what `read` and `score` throw, at any rate
 */
export async function scoreAtEachRate(
  models: readonly RequestedModel[],
  { read, score }: ScoringSteps,
): Promise<ScoredAudio> {
  // A function of its own: when it returns, nothing holds the waveform.
  const scoreAt = async (sampleRate: number): Promise<ScoredAudio> => {
    const { input, level } = await read(sampleRate);
    assertInputFits(input, models);
    const ofRate = models.filter((model) => audioInputOf(model).sampleRate === sampleRate);
    return { ...(await score({ input, models: ofRate })), level };
  };
  const [first = SAMPLE_RATE, ...others] = ratesOf(models);
  const scored = await scoreAt(first);
  const results = [...scored.results];
  let { frontEndSeconds } = scored;
  for (const rate of others) {
    const more = await scoreAt(rate);
    results.push(...more.results);
    frontEndSeconds += more.frontEndSeconds;
  }
  return { ...scored, results, frontEndSeconds };
}

/** In the order of the models, but for 16 kHz, which is the first. */
function ratesOf(models: readonly RequestedModel[]): readonly number[] {
  const rates = [...new Set(models.map((model) => audioInputOf(model).sampleRate))];
  return rates.toSorted((a, b) => Number(b === SAMPLE_RATE) - Number(a === SAMPLE_RATE));
}

/** @throws AUDIO_UNDECODABLE for a spectrogram that not all of the models read: no plan has them together */
function assertInputFits(input: TrackInput, models: readonly RequestedModel[]): void {
  const other = models.find(({ spec }) => !readsDatasetLogMel(spec));
  if (input.kind === 'waveform' || !other) return;
  throw new EarmarkError(
    'AUDIO_UNDECODABLE',
    `The file is a mel-spectrogram, and model ${other.spec.name} reads audio. ` +
      'Put the audio in its place, or leave it out.',
  );
}
