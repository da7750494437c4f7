import { type InstalledModel, referenceChunk } from '@earmark/core/model';
import { createWaveformScorer, type WaveformScorer } from '@earmark/inference';
import { otherSpecs } from './other-specs.ts';

/** How the scores of the reference track compare with those that the manifest states. */
export interface ReferenceComparison {
  /** As many as the manifest states. */
  readonly scores: readonly number[];
  readonly maxDifference: number;
  /**
   * Changes of the manifest with which the scores would be those that it states, the closest first. Where they are within
   * the tolerance already, changes that make the difference much smaller.
   */
  readonly remedies: readonly string[];
}

/** Tags the reference track of the manifest; null where it has none. @throws INFERENCE_FAILED, RangeError */
export async function compareReference(model: InstalledModel): Promise<ReferenceComparison | null> {
  const { reference } = model.spec;
  if (!reference) return null;
  const scorer = createWaveformScorer();
  try {
    const waveform = referenceChunk(reference.nSamples);
    const scores = await scorer.score(model, waveform);
    const maxDifference = differenceTo(reference.scores, scores);
    const remedies =
      maxDifference <= ROUNDING
        ? []
        : await findRemedies(model, { waveform, maxDifference }, scorer);
    return { scores: [...scores.subarray(0, reference.scores.length)], maxDifference, remedies };
  } finally {
    await scorer.close();
  }
}

/** What is less has no other reason than the order of additions in float32. */
const ROUNDING = 1e-5;
/** Where a change makes the difference so many times smaller, it is no coincidence. */
const MUCH = 10;
/** A large network would be tried for an hour, and more than its process may. */
const SEARCH_MS = { wrong: 600_000, nearly: 60_000 };

async function findRemedies(
  model: InstalledModel,
  { waveform, maxDifference }: { readonly waveform: Float32Array; readonly maxDifference: number },
  scorer: WaveformScorer,
): Promise<readonly string[]> {
  const { reference } = model.spec;
  if (!reference) return [];
  const least = Math.min(reference.tolerance, maxDifference / MUCH);
  const searchMs = maxDifference > reference.tolerance ? SEARCH_MS.wrong : SEARCH_MS.nearly;
  const remedies: { readonly change: string; readonly difference: number }[] = [];
  const begin = performance.now();
  for (const { change, spec } of otherSpecs(model.spec)) {
    if (performance.now() - begin > searchMs) break;
    // Most changes do not fit the network, or make no sense.
    const scores = await scorer.score({ ...model, spec }, waveform).catch(() => []);
    const difference = differenceTo(reference.scores, scores);
    if (difference <= least) remedies.push({ change, difference });
  }
  return remedies.sort((a, b) => a.difference - b.difference).map(({ change }) => change);
}

/** Infinite where a score is missing. */
function differenceTo(expected: readonly number[], actual: ArrayLike<number>): number {
  return Math.max(...expected.map((score, i) => Math.abs(score - (actual[i] ?? Infinity))));
}
