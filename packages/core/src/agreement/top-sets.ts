import { leastScore, selectTopK, type TopKOptions } from '../tagging/top-k.ts';
import type { ScoreMatrix } from './score-matrix.ts';

const WORD_BITS = 32;

/** The top-k tags of every track of one model, a bit per tag, so that two sets are compared in two AND and two OR. */
export interface TopSets {
  readonly nTracks: number;
  readonly nTags: number;
  readonly wordsPerTrack: number;
  /** [nTracks, wordsPerTrack]; tag t is bit t % 32 of word t / 32. */
  readonly words: Uint32Array;
  /** 1 where the model scored the track, else 0. */
  readonly scored: Uint8Array;
}

/** Top-k sets of every scored track. */
export function topSets(matrix: ScoreMatrix, options: TopKOptions): TopSets {
  const { nTracks, nTags, scored } = matrix;
  const wordsPerTrack = Math.ceil(nTags / WORD_BITS);
  const words = new Uint32Array(nTracks * wordsPerTrack);
  const best = new Int32Array(Math.min(options.k, nTags));
  const least = leastScore(matrix.values, options.threshold);
  for (let track = 0; track < nTracks; track++) {
    if (scored[track] !== 1) continue;
    const row = { first: track * nTags, length: nTags, least };
    const n = selectTopK(matrix.values, row, best);
    for (let i = 0; i < n; i++) {
      const tag = best[i]!;
      words[track * wordsPerTrack + Math.floor(tag / WORD_BITS)]! |= 1 << (tag % WORD_BITS);
    }
  }
  return { nTracks, nTags, wordsPerTrack, words, scored };
}

/** Calls `visit` for every tag of a track's set, in vocabulary order. */
export function forEachTag(sets: TopSets, track: number, visit: (tag: number) => void): void {
  for (let word = 0; word < sets.wordsPerTrack; word++) {
    let bits = sets.words[track * sets.wordsPerTrack + word]!;
    for (; bits !== 0; bits &= bits - 1) visit(word * WORD_BITS + 31 - Math.clz32(bits & -bits));
  }
}

/** Whether a track's set holds the tag. */
export function hasTag({ wordsPerTrack, words }: TopSets, track: number, tag: number): boolean {
  const word = words[track * wordsPerTrack + Math.floor(tag / WORD_BITS)]!;
  return ((word >>> (tag % WORD_BITS)) & 1) === 1;
}
