import { tsvRow } from '../tsv.ts';
import { type Choice, chooseTrials } from './choose-trials.ts';
import { type Part, partsOfArtists, type PerPart } from './parts.ts';
import type { SplitRow, SplitRows } from './split-rows.ts';
import { countTags, discardedTags, type Thresholds } from './tag-counts.ts';

export interface SplitOptions {
  readonly nSplits: number;
  /** At least as many as splits. */
  readonly nTrials: number;
  /** In percent, 100 in all. */
  readonly ratio: PerPart;
  readonly thresholds: Thresholds;
  /** The same items in a random order. */
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
  /** Called after every hundredth trial. */
  readonly onTrials?: (nDone: number) => void;
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
export function splitTable(rows: readonly SplitRow[], options: SplitOptions): Splits {
  const counts = countTags(rows);
  const parts = partsOfArtists(counts.artistIds.length, options.ratio);
  const assignments = Array.from({ length: options.nTrials }, () => options.shuffle(parts));
  const discards = assignments.map((partOfArtist, i) => {
    if ((i + 1) % 100 === 0) options.onTrials?.(i + 1);
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
  rows: readonly SplitRow[],
  partOf: ReadonlyMap<number, Part>,
  thresholds: Thresholds,
): string[] {
  const counts = countTags(rows);
  const partOfArtist = counts.artistIds.map((artistId) => partOf.get(artistId));
  return discardedTags(counts, partOfArtist, thresholds).map((place) => counts.tags[place]!);
}

/** The text of a table without some tags, from which parts of splits are made. */
export interface SplitText {
  readonly header: string;
  readonly lines: readonly { readonly artistId: number; readonly text: string }[];
}

/** The rows that keep any tag; their other columns stay as they are. CRLF. */
export function splitText({ header, rows }: SplitRows, discarded: readonly string[]): SplitText {
  const isDiscarded = new Set(discarded);
  const lines = rows
    .map(({ artistId, columns, tags }) => ({
      ...{ artistId, columns },
      tags: tags.filter((tag) => !isDiscarded.has(tag)),
    }))
    .filter(({ tags }) => tags.length > 0)
    .map(({ artistId, columns, tags }) => ({
      artistId,
      text: tsvRow([...columns, ...tags], '\r\n'),
    }));
  return { header: tsvRow(header, '\r\n'), lines };
}

/** The text of one part of a split, a row at a time, and how many tracks it has. */
export function partText(
  { header, lines }: SplitText,
  part: Part,
  partOf: ReadonlyMap<number, Part>,
): { readonly rows: readonly string[]; readonly nTracks: number } {
  const rows = lines.filter(({ artistId }) => partOf.get(artistId) === part);
  return { rows: [header, ...rows.map(({ text }) => text)], nTracks: rows.length };
}
