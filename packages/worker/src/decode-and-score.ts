import { SAMPLE_RATE } from '@earmark/core/audio/waveform.js';
import type { Patiently } from '@earmark/runtime/process/patience.js';
import type { KeyedModel, ScoreReply } from './inference/score-request.ts';
import type { ModelLookup } from './model-lookup.ts';
import type { TagTrackDeps } from './tag-track.ts';
import { toOutcome } from './to-outcome.ts';
import type { WorkMeter } from './work-meter.ts';

/** What an audio file gets of some models. */
export interface ScoredAudio extends ScoreReply {
  /** Of its waveform. */
  readonly nSamples: number;
}

/** Decodes a file and has models score it, wherever that is done. */
export type ScoreAudio = (
  path: string,
  models: readonly KeyedModel[],
  signal: AbortSignal,
) => Promise<ScoredAudio>;

export interface DecodeAndScoreParts {
  readonly lookUp: ModelLookup;
  readonly meter: WorkMeter;
  readonly patiently: Patiently;
}

/** Decoding and scoring as tagging a track wants it: models by their keys, and outcomes instead of numbers. */
export function createDecodeAndScore(
  scoreAudio: ScoreAudio,
  { lookUp, meter, patiently }: DecodeAndScoreParts,
): TagTrackDeps['decodeAndScore'] {
  return async (path, keys, signal) => {
    const models = await patiently(() => Promise.all(keys.map(lookUp)));
    const { results, frontEndSeconds, nSamples } = await scoreAudio(path, models, signal);
    meter.scored(models, results, frontEndSeconds);
    const outcomes = models.flatMap((model) => {
      const result = results.find(({ key }) => key === model.key);
      return result ? [toOutcome(model, result)] : [];
    });
    return { outcomes, durationSeconds: nSamples / SAMPLE_RATE };
  };
}
