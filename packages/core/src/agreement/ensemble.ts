import type { ScoreMatrix } from './score-matrix.ts';

/**
 * Mean scores of models of one vocabulary, in the precision of the first. A track is scored where every one of
 * them scored it: the mean of some of them would be another ensemble.
 */
export function ensembleScores(members: readonly ScoreMatrix[]): ScoreMatrix {
  const [first] = members;
  if (first === undefined) throw new RangeError('An ensemble has at least one member');
  const { nTracks, nTags } = first;
  const values = first.values.slice().fill(0);
  const scored = completeTracks(members);
  for (let track = 0; track < nTracks; track++) {
    if (scored[track] !== 1) continue;
    for (let at = track * nTags; at < (track + 1) * nTags; at++) {
      let sum = 0;
      for (const member of members) sum += member.values[at]!;
      values[at] = sum / members.length;
    }
  }
  return { nTracks, nTags, values, scored };
}

/** 1 for each track that all of the models scored, else 0. */
export function completeTracks(models: readonly { readonly scored: Uint8Array }[]): Uint8Array {
  const [first, ...others] = models;
  const complete = first?.scored.slice() ?? new Uint8Array(0);
  for (const { scored } of others) {
    for (let track = 0; track < complete.length; track++) complete[track]! &= scored[track]!;
  }
  return complete;
}
