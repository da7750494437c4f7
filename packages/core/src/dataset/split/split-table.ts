import { compareCodePoints } from '../../text/code-point-order.ts';
import type { MetadataTable } from '../metadata-table.ts';
import { tsvRow } from '../tsv.ts';
import { type Choice, chooseTrials } from './choose-trials.ts';
import { type Part, partsOfArtists, type PerPart } from './parts.ts';
import { cellTags, countTags, discardedTags, N_COLUMNS, type Thresholds } from './tag-counts.ts';

export interface SplitOptions {
  readonly nSplits: number;
  /** At least as many as splits. */
  readonly nTrials: number;
  /** In percent, 100 in all. */
  readonly ratio: PerPart;
  readonly thresholds: Thresholds;
  /** The same items in a random order. */
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
  readonly onTrial?: (nDone: number) => void;
}

export interface Splits extends Pick<Choice, 'nCandidates' | 'isBest'> {
  /** The tags that no split has, sorted by code point. */
  readonly discarded: readonly string[];
  /** For each split, the part of every artist by id. */
  readonly partOf: readonly ReadonlyMap<number, Part>[];
}

/**
 * Splits of the artists of a table at random into parts, so that few tags are too rare in any part: the best of many
 * trials, with the tags that any of the chosen ones discards removed from all of them.
 */
export function splitTable(table: MetadataTable, options: SplitOptions): Splits {
  const counts = countTags(table.tracks);
  const parts = partsOfArtists(counts.artistIds.length, options.ratio);
  const assignments = Array.from({ length: options.nTrials }, () => options.shuffle(parts));
  const discards = assignments.map((partOfArtist, i) => {
    options.onTrial?.(i + 1);
    return discardedTags(counts, partOfArtist, options.thresholds);
  });
  const { trials, discarded, nCandidates, isBest } = chooseTrials(discards, options.nSplits);
  return {
    nCandidates,
    isBest,
    discarded: discarded.map((place) => counts.tags[place]!),
    partOf: trials.map(
      (trial) =>
        new Map(counts.artistIds.map((artistId, i) => [artistId, assignments[trial]![i]!])),
    ),
  };
}

/** One trial: the tags that are discarded when the artists are in these parts, sorted by code point. */
export function discardedTagsOf(
  table: MetadataTable,
  partOf: ReadonlyMap<number, Part>,
  thresholds: Thresholds,
): string[] {
  const counts = countTags(table.tracks);
  const partOfArtist = counts.artistIds.map((artistId) => partOf.get(artistId));
  return discardedTags(counts, partOfArtist, thresholds).map((place) => counts.tags[place]!);
}

/**
 * The text of a part of a split, a row at a time: the header and the first columns as they are in the table, then the
 * tags that are left, sorted by code point. A track without any is left out. CRLF.
 */
export function* partText(
  { header, tracks }: MetadataTable,
  part: Part,
  { partOf, discarded }: { partOf: ReadonlyMap<number, Part>; discarded: readonly string[] },
): Generator<string> {
  const isDiscarded = new Set(discarded);
  yield tsvRow(header, '\r\n');
  for (const track of tracks) {
    if (partOf.get(track.artistId) !== part) continue;
    const tags = [...new Set(cellTags(track))].filter((tag) => !isDiscarded.has(tag));
    if (tags.length === 0) continue;
    yield tsvRow([...track.cells.slice(0, N_COLUMNS), ...tags.sort(compareCodePoints)], '\r\n');
  }
}
