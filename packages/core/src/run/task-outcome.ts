import type { FailureCode } from '../failure/codes.ts';
import type { ModelRowId, TrackId } from './ids.ts';

/** How one task, a (track, model) of a run, ended. */
export type TaskOutcome =
  | {
      readonly status: 'tagged';
      readonly modelRowId: ModelRowId;
      /** One probability per tag, in vocabulary order. */
      readonly scores: Float32Array;
      readonly nChunks: number;
      /** [nDimensions], mean over the chunks; null for a model that yields none. */
      readonly embedding: Float32Array | null;
    }
  | {
      readonly status: 'reused';
      readonly modelRowId: ModelRowId;
      /** The track of equal bytes whose stored prediction serves this one too. */
      readonly from: TrackId;
    }
  | {
      readonly status: 'failed';
      readonly modelRowId: ModelRowId;
      readonly code: FailureCode;
      readonly message: string;
    };
