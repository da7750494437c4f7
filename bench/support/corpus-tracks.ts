import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import type { SourceItem } from '@earmark/runtime/source/source.js';
import type { CorpusScores } from './corpus-scores.ts';

/** The one whose opinion the tags of the corpus are: no network of the run, and as noisy as the last of them. */
const LISTENER = 8;
const BYTES_PER_SECOND = 40_000;

/** A track as a table of MTG-Jamendo tells of it: `07/1007.mp3`, ten tracks an artist, one to three tags. */
export function corpusItem(
  track: number,
  corpus: CorpusScores,
  { tags }: Vocabulary,
): SourceItem {
  const number = 1_000 + track;
  const file = `${String(number % 100).padStart(2, '0')}/${String(number)}.mp3`;
  const durationSeconds = 30 + (428 * ((originalOf(track) * 7_919) % 1_000)) / 1_000;
  const heard = topK(corpus.scores(LISTENER, originalOf(track)), { k: 1 + (track % 3), threshold: 0 });
  return {
    file,
    uri: `s3://corpus/audio/${file}`,
    version: '1',
    sizeBytes: Math.round(durationSeconds * (isCut(track) ? 400 : BYTES_PER_SECOND)),
    metadata: {
      trackId: `track_${String(number).padStart(7, '0')}`,
      artistId: `artist_${String(Math.floor(number / 10)).padStart(6, '0')}`,
      albumId: `album_${String(Math.floor(number / 5)).padStart(6, '0')}`,
      durationSeconds,
      tags: heard.map((tag) => tags[tag]!.tag),
    },
  };
}

/** One track in 56 has the bytes of the one before it, as in MTG-Jamendo. */
export function originalOf(track: number): number {
  return track % 56 === 55 ? track - 1 : track;
}

/** A file that claims to be longer than its bytes allow. */
function isCut(track: number): boolean {
  return track % 4_999 === 17;
}
