import { toEarmarkError } from '@earmark/core/failure';
import type { TaskOutcome, TrackId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { StoredPrediction, Software } from '@earmark/ledger';
import { tagTrack, type TagTrackDeps } from './tag-track.ts';

/** A stored prediction and the result of computing it again. */
export interface VerifiedPrediction {
  readonly stored: StoredPrediction;
  readonly verdict: Verdict;
}

export type Verdict =
  | {
      readonly kind: 'equal' | 'different';
      /** The largest of all tags. */
      readonly maxDifference: number;
      readonly tolerance: number;
      /** Software it was computed with that is not in use here, e.g. `ffmpeg 5.1.9`. */
      readonly madeWith: readonly string[];
    }
  /** It could not be computed again: its source is gone or changed, or computing failed. */
  | {
      readonly kind: 'unavailable' | 'failed';
      readonly code: string;
      readonly message: string;
    };

// The same software gives the same numbers, up to the order of additions on another processor.
const SAME_SOFTWARE = 1e-5;
// Decoders differ in the last bits of a sample and resamplers in their response; scores follow, damped.
const OTHER_SOFTWARE = 5e-4;

export interface VerifyDeps {
  /** Those that the predictions are of. */
  readonly models: readonly RequestedModel[];
  /** The software that computes them again. */
  readonly here: Software;
  readonly deps: TagTrackDeps;
}

/** Computes predictions again as a worker does, track by track, and compares. @throws a `stop` failure */
export async function* verifyPredictions(
  predictions: readonly StoredPrediction[],
  { models, here, deps }: VerifyDeps,
  signal: AbortSignal,
): AsyncGenerator<VerifiedPrediction> {
  for (const ofTrack of byTrack(predictions)) {
    const outcomes = await tagAgain(ofTrack, models, deps, signal);
    for (const stored of ofTrack) {
      const outcome = outcomes.find(({ modelRowId }) => modelRowId === stored.modelRowId);
      if (outcome) yield { stored, verdict: compare(stored, outcome, here) };
    }
  }
}

function byTrack(predictions: readonly StoredPrediction[]): Iterable<readonly StoredPrediction[]> {
  const tracks = new Map<TrackId, StoredPrediction[]>();
  for (const prediction of predictions) {
    const ofTrack = tracks.get(prediction.trackId);
    if (ofTrack) ofTrack.push(prediction);
    else tracks.set(prediction.trackId, [prediction]);
  }
  return tracks.values();
}

async function tagAgain(
  predictions: readonly StoredPrediction[],
  models: readonly RequestedModel[],
  deps: TagTrackDeps,
  signal: AbortSignal,
): Promise<readonly TaskOutcome[]> {
  const [first] = predictions;
  if (!first) return [];
  const { uri, version: trackVersion } = first;
  const predicting = models.filter((model) =>
    predictions.some(({ modelRowId }) => modelRowId === model.modelRowId),
  );
  try {
    // Forced: a stored prediction must not be verified with itself.
    const request = { uri, trackVersion, force: true, models: predicting };
    return (await tagTrack(request, deps, signal)).outcomes;
  } catch (cause) {
    signal.throwIfAborted();
    const error = toEarmarkError(cause);
    if (error.action === 'stop') throw error;
    const { code, message } = error;
    return predicting.map(({ modelRowId }) => ({ status: 'failed', modelRowId, code, message }));
  }
}

function compare(stored: StoredPrediction, outcome: TaskOutcome, here: Software): Verdict {
  if (outcome.status === 'failed') {
    const { code, message } = outcome;
    return { kind: code.startsWith('SOURCE_') ? 'unavailable' : 'failed', code, message };
  }
  if (outcome.status === 'reused') throw new Error('a forced job reuses nothing');
  const madeWith = otherSoftware(stored.software, here);
  const tolerance = madeWith.length === 0 ? SAME_SOFTWARE : OTHER_SOFTWARE;
  const maxDifference = largestDifference(stored.scores, outcome.scores);
  const kind = maxDifference <= tolerance ? 'equal' : 'different';
  return { kind, maxDifference, tolerance, madeWith };
}

function otherSoftware(then: Software, now: Software): readonly string[] {
  const parts = ['decoder', 'resampler', 'device', 'runtime'] as const;
  return parts.filter((part) => then[part] !== now[part]).map((part) => then[part]);
}

/** Infinite when the numbers of tags differ, or a score is not a number. */
function largestDifference(stored: Float32Array, computed: Float32Array): number {
  if (stored.length !== computed.length) return Infinity;
  const differences = Array.from(stored, (score, i) => Math.abs(score - (computed[i] ?? NaN)));
  const largest = Math.max(...differences);
  return Number.isNaN(largest) ? Infinity : largest;
}
