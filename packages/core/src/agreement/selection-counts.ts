import { completeTracks } from './ensemble.ts';
import { forEachTag, type TopSets } from './top-sets.ts';

/** How many of the models have each tag in their top-k, for the tracks that all of them scored. */
export interface SelectionCounts {
  readonly nModels: number;
  readonly nTags: number;
  /** Numbers of the complete tracks, ascending. */
  readonly tracks: Uint32Array;
  /** [tracks.length, nTags] row-major, each from 0 to nModels. */
  readonly counts: Uint8Array;
}

export function countSelections(models: readonly TopSets[]): SelectionCounts {
  const complete = completeTracks(models);
  const tracks = Uint32Array.from(complete.keys()).filter((track) => complete[track] === 1);
  const nTags = models[0]?.nTags ?? 0;
  const counts = new Uint8Array(tracks.length * nTags);
  for (const sets of models) {
    for (let i = 0; i < tracks.length; i++) {
      forEachTag(sets, tracks[i]!, (tag) => counts[i * nTags + tag]!++);
    }
  }
  return { nModels: models.length, nTags, tracks, counts };
}

/** For every tag and every k from 0 to nModels, the number of tracks for which k models select the tag. */
export function tallySelections({
  nModels,
  nTags,
  counts,
}: SelectionCounts): readonly (readonly number[])[] {
  const tallies = Array.from({ length: nTags }, () => Array<number>(nModels + 1).fill(0));
  for (let at = 0; at < counts.length; at++) tallies[at % nTags]![counts[at]!]!++;
  return tallies;
}
