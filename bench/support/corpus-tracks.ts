import type { Vocabulary } from '@earmark/core/model';
import type { SourceItem } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import type { CorpusScores } from './corpus-scores.ts';

export interface CorpusTrack {
  readonly item: SourceItem;
  /** Which of the generated scores are those of its audio. */
  readonly sound: number;
}

/** The one whose opinion the tags of the corpus are: as noisy as a network, and none of the first eight. */
const LISTENER = 8;
const BYTES_PER_SECOND = 40_000;

/** Tracks as a table of MTG-Jamendo tells of them: `07/1007.mp3`, ten tracks an artist, one to three tags. */
export function corpusTracks(
  nTracks: number,
  corpus: CorpusScores,
  { tags }: Vocabulary,
): readonly CorpusTrack[] {
  return Array.from({ length: nTracks }, (_, track) => {
    // One track in 56 has the audio of the one before it.
    const sound = track % 56 === 55 ? track - 1 : track;
    const top = topK(corpus.scores(LISTENER, sound), { k: 1 + (track % 3), threshold: 0 });
    return {
      sound,
      item: toItem(
        track,
        sound,
        top.map((tag) => tags[tag]!.tag),
      ),
    };
  });
}

/** The same corpus where one file in 700 is gone, one in 500 is another recording, and forty are new. */
export function corpusAWeekLater(tracks: readonly CorpusTrack[]): readonly CorpusTrack[] {
  const kept = tracks
    .filter((_, i) => i % 700 !== 699)
    .map(({ item, sound }, i) =>
      i % 500 === 499
        ? { item: { ...item, version: '2' }, sound: tracks.length + i }
        : { item, sound },
    );
  const added = Array.from({ length: 40 }, (_, i) => {
    const sound = 2 * tracks.length + i;
    return { sound, item: toItem(tracks.length + i, sound, []) };
  });
  return [...kept, ...added];
}

function toItem(track: number, sound: number, tags: readonly string[]): SourceItem {
  const number = 1_000 + track;
  const file = `${String(number % 100).padStart(2, '0')}/${String(number)}.mp3`;
  const durationSeconds = 30 + (428 * ((sound * 7_919) % 1_000)) / 1_000;
  return {
    file,
    uri: `s3://corpus/audio/${file}`,
    version: '1',
    // One file in 4,999 claims to be longer than its bytes allow.
    sizeBytes: Math.round(durationSeconds * (track % 4_999 === 17 ? 400 : BYTES_PER_SECOND)),
    metadata: {
      trackId: number,
      artistId: Math.floor(number / 10),
      albumId: Math.floor(number / 5),
      durationSeconds,
      sound,
      tags,
    },
  };
}
