import type { ModelRowId } from '@earmark/core/run';
import { createRandom } from './random.ts';

/** A track of a random corpus: what models say of it, and what the corpus says. */
export interface RandomTrack {
  readonly file: string;
  readonly content: string;
  /** By model; a model that fails has none. */
  readonly scores: ReadonlyMap<ModelRowId, Float32Array>;
  readonly corpusTags: readonly string[];
}

/**
 * Tracks with random scores, many of which are equal, below every threshold, or exactly at it. One file in six is a copy
 * of the one before it, one in eight fails for one of the models.
 */
export function randomCorpus(
  nTracks: number,
  { models, tags, seed }: { models: readonly ModelRowId[]; tags: readonly string[]; seed: number },
): readonly RandomTrack[] {
  const random = createRandom(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const tracks: RandomTrack[] = [];
  for (let i = 0; i < nTracks; i++) {
    const file = `${'abc'[i % 3]!}/${String(i)}.wav`;
    const before = tracks.at(-1);
    if (i % 6 === 5 && before) {
      tracks.push({ ...before, file });
      continue;
    }
    const isQuiet = pick(5) === 0;
    const score = () => (isQuiet ? pick(10) / 100 : pick(101) / 100);
    const scoring = i % 8 === 7 ? models.filter((_, m) => m !== i % models.length) : models;
    tracks.push({
      file,
      content: `content ${String(i)}`,
      scores: new Map(scoring.map((id) => [id, Float32Array.from(tags, score)])),
      corpusTags: tags.filter(() => pick(4) === 0),
    });
  }
  return tracks;
}
