import type { ModelKey } from '@earmark/core/ids.js';
import type { Waveform } from '@earmark/core/audio/waveform.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { FailureMessage } from './failure-message.ts';

/** A model of a job, and where its files lie. */
export interface KeyedModel extends ModelAtHand {
  readonly key: ModelKey;
}

/** What an inference thread is asked: all scores of one waveform. */
export interface ScoreRequest {
  readonly waveform: Waveform;
  readonly models: readonly KeyedModel[];
}

export type ScoreResult =
  | {
      readonly key: ModelKey;
      readonly scores: Float32Array;
      readonly nChunks: number;
      readonly inferSeconds: number;
    }
  | { readonly key: ModelKey; readonly failure: FailureMessage };

/** What it answers. */
export interface ScoreReply {
  readonly results: readonly ScoreResult[];
  readonly frontEndSeconds: number;
}
