import { findStoredContent } from '@earmark/runtime/ledger/stored-content.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import type { Patiently } from '@earmark/runtime/process/patience.js';
import type { FetchAudio } from '@earmark/runtime/source/source.js';
import { createDecodeAndScore, type ScoreAudio } from './decode-and-score.ts';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import type { InferencePool } from './inference/inference-pool.ts';
import { createModelLookup, type ModelLookup } from './model-lookup.ts';
import { createStageLimit } from './stage-limit.ts';
import type { TagTrackDeps } from './tag-track.ts';
import type { WorkMeter } from './work-meter.ts';

/** Tracks that each stage handles at a time. */
export interface StageLimits {
  readonly fetch: number;
  readonly decode: number;
  /** Inference threads. */
  readonly threads: number;
}

export interface TaggingParts {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoder: AudioDecoder;
  readonly models: readonly ModelAtHand[];
  readonly inference: InferencePool;
  readonly meter: WorkMeter;
  /** For a ledger or a source that is away. */
  readonly patiently: Patiently;
}

export interface TaggingStages extends TagTrackDeps {
  readonly lookUp: ModelLookup;
}

/** The stages of tagging a track, each with its limit and its clock. */
export function createTaggingStages(
  limits: StageLimits,
  { pool, fetchAudio, decoder, models: installed, inference, meter, patiently }: TaggingParts,
): TaggingStages {
  const fetching = createStageLimit(limits.fetch);
  const decoding = createStageLimit(limits.decode);
  const lookUp = createModelLookup(pool, installed);
  const scoreAudio: ScoreAudio = async (path, models, signal) => {
    const decode = () => meter.timed('decode', () => decoder.decode(path, signal));
    const waveform = await decoding(decode);
    const reply = await inference.score({ waveform, models }, signal);
    return { ...reply, nSamples: waveform.length };
  };
  return {
    lookUp,
    async fetchAudio(uri, version, signal) {
      const fetch = () => meter.timed('fetch', () => fetchAudio(uri, version, signal));
      const audio = await fetching(() => patiently(fetch));
      meter.fetched(audio.sizeBytes);
      return audio;
    },
    findStored: (contentSha256, keys) =>
      patiently(() => findStoredContent(pool, contentSha256, keys)),
    decodeAndScore: createDecodeAndScore(scoreAudio, { lookUp, meter, patiently }),
  };
}
