import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jaccardOfTrack, summarizeJaccard } from '@earmark/core/agreement/jaccard.js';
import type { ScoreMatrix } from '@earmark/core/agreement/score-matrix.js';
import { tagFrequencies } from '@earmark/core/agreement/tag-frequency.js';
import { topSets } from '@earmark/core/agreement/top-sets.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import { describe, expect, test } from 'vitest';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo/golden/agreement');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) {
  console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo/golden/agreement.');
}

/** The goldens are written with nine significant digits. */
const RELATIVE_TOLERANCE = 1e-8;

interface Golden {
  readonly parameters: { readonly k: number; readonly threshold: number };
  readonly models: readonly string[];
  readonly tags: readonly string[];
  readonly tracks: readonly string[];
  readonly scores: Record<string, (number[] | null)[]>;
  readonly expected: {
    readonly topK: Record<string, (number[] | null)[]>;
    readonly pairs: readonly {
      readonly a: string;
      readonly b: string;
      readonly tracks: number;
      readonly bothEmpty: number;
      readonly meanJaccard: number;
      readonly meanJaccardEmptyAsZero: number;
      readonly exactMatchFraction: number;
      readonly perTrack: (number | null)[];
    }[];
    readonly tagFrequency: Record<string, number[]>;
    readonly tracksScored: Record<string, number>;
    readonly meanConfidence: Record<string, number[]>;
  };
}

describe.skipIf(missing).each(['small-3x6x8', 'small-missing-4x8x10', 'full-9x200x50-k5'])(
  'agreement of %s equals the reference',
  (name) => {
    const golden = missing ? undefined : (JSON.parse(read(name)) as Golden);

    test('in the top-k of every track', () => {
      const { models, scores, parameters, expected } = golden!;
      for (const model of models) {
        const found = scores[model]!.map((row) => row && topK(row, parameters));
        expect(found).toEqual(expected.topK[model]);
      }
    });

    test('in the Jaccard index of every pair and track', () => {
      const { expected, parameters } = golden!;
      for (const pair of expected.pairs) {
        const a = topSets(toMatrix(golden!, pair.a), parameters);
        const b = topSets(toMatrix(golden!, pair.b), parameters);
        const summary = summarizeJaccard(a, b);
        expect(summary).toMatchObject({ nTracks: pair.tracks, nBothEmpty: pair.bothEmpty });
        expectClose(
          [summary.mean, summary.meanEmptyAsZero, summary.exactMatchShare],
          [pair.meanJaccard, pair.meanJaccardEmptyAsZero, pair.exactMatchFraction],
        );
        const perTrack = pair.perTrack.map((_, track) => jaccardOfTrack(a, b, track));
        expectClose(perTrack, pair.perTrack);
      }
    });

    test('in the frequency and the mean score of every tag', () => {
      const { models, parameters, expected } = golden!;
      for (const model of models) {
        const matrix = toMatrix(golden!, model);
        const found = tagFrequencies(matrix, topSets(matrix, parameters));
        const nScored = expected.tracksScored[model]!;
        const counts = expected.tagFrequency[model]!;
        expect(found.map(({ count }) => count)).toEqual(counts);
        expectClose(
          found.map(({ share }) => share),
          counts.map((count) => count / nScored),
        );
        expectClose(
          found.map(({ meanScore }) => meanScore),
          expected.meanConfidence[model]!,
        );
      }
    });
  },
);

function read(name: string): string {
  return readFileSync(join(folder, `${name}.json`), 'utf8');
}

/** In double precision, as the reference computed. */
function toMatrix({ tracks, tags, scores }: Golden, model: string): ScoreMatrix {
  const rows = scores[model]!;
  const unscored = tags.map(() => 0);
  return {
    nTracks: tracks.length,
    nTags: tags.length,
    values: Float64Array.from(rows.flatMap((row) => row ?? unscored)),
    scored: Uint8Array.from(rows, (row) => (row === null ? 0 : 1)),
  };
}

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[]) {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (value ?? Number.NaN));
    if (value === null) expect(found[i]).toBeNull();
    else expect(difference).toBeLessThanOrEqual(RELATIVE_TOLERANCE * Math.abs(value));
  }
}
