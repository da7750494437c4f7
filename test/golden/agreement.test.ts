import { describe, expect, test } from 'vitest';
import {
  countSelections,
  hasTag,
  indicesOfSmallest,
  jaccardOfTrack,
  largestDisagreements,
  poolTallies,
  scoreHistogram,
  summarizeJaccard,
  tagAgreement,
  tagFrequencies,
  tallySelections,
  trackAgreement,
} from '@earmark/core/agreement';
import { topK } from '@earmark/core/tagging';
import { isMissing, matrixOf, readAgreementGolden, setsOf } from '../support/agreement-golden.ts';

if (isMissing) {
  console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo/golden/agreement.');
}

/** The goldens are written with nine significant digits. */
const RELATIVE_TOLERANCE = 1e-8;

describe.skipIf(isMissing).each(['small-3x6x8', 'small-missing-4x8x10', 'full-9x200x50-k5'])(
  'agreement of %s equals the reference',
  (name) => {
    const golden = isMissing ? undefined : readAgreementGolden(name);

    test('in the top-k of every track', () => {
      const { models, scores, parameters, expected } = golden!;
      for (const model of models) {
        const found = scores[model]!.map((row) => row && topK(row, parameters));
        expect(found).toEqual(expected.topK[model]);
      }
    });

    test('in the Jaccard index of every pair and track', () => {
      const { expected } = golden!;
      for (const pair of expected.pairs) {
        const a = setsOf(golden!, pair.a);
        const b = setsOf(golden!, pair.b);
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

    test('in the pairs that agree least', () => {
      const { expected } = golden!;
      const means = expected.pairs.map(({ a, b }) => {
        const [setsA, setsB] = [a, b].map((model) => setsOf(golden!, model));
        return summarizeJaccard(setsA!, setsB!).mean;
      });
      const found = indicesOfSmallest(means, 5).map((i) => expected.pairs[i]!);
      expect(found.map(({ a, b }) => [a, b])).toEqual(expected.leastAgreedPairs);
    });

    test('in the frequency and the mean score of every tag', () => {
      const { models, expected } = golden!;
      for (const model of models) {
        const matrix = matrixOf(golden!, model);
        const found = tagFrequencies(matrix, setsOf(golden!, model));
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

    test('in the distribution of the scores', () => {
      const { models, expected } = golden!;
      for (const model of models) {
        expect(scoreHistogram(matrixOf(golden!, model), setsOf(golden!, model))).toEqual({
          all: expected.histogramAllScores[model],
          topK: expected.histogramTopKScores[model],
        });
      }
    });

    test('in the agreement on every tag and on all of them', () => {
      const { models, tags, expected } = golden!;
      const selections = countSelections(models.map((model) => setsOf(golden!, model)));
      expect(selections.tracks.length).toBe(expected.completeTracks);
      const tallies = tallySelections(selections);
      const found = tallies.map(tagAgreement);
      const kappas = found.map(({ fleissKappa }) => fleissKappa);
      for (const [i, tag] of expected.perTagAgreement.entries()) {
        const { selected, nTracksSelectedByAny } = found[i]!;
        expect({ selected, nTracksSelectedByAny }).toEqual({
          selected: tag.selected,
          nTracksSelectedByAny: tag.tracksSelectedByAny,
        });
        expectClose(
          [
            found[i]!.selectionRate,
            found[i]!.agreementShare,
            found[i]!.unanimousShare,
            found[i]!.positivePairAgreement,
            found[i]!.fleissKappa,
          ],
          [
            tag.selectionRate,
            tag.percentAgreement / 100,
            tag.unanimousPercent / 100,
            tag.positivePairAgreement,
            tag.fleissKappa,
          ],
        );
      }
      const defined = kappas.filter((kappa) => kappa !== null);
      const mean = defined.reduce((sum, kappa) => sum + kappa, 0) / defined.length;
      expect(kappas.length - defined.length).toBe(expected.undefinedKappaTags);
      expectClose(
        [mean, tagAgreement(poolTallies(tallies)).fleissKappa],
        [expected.meanFleissKappa, expected.pooledFleissKappa],
      );
      const least = indicesOfSmallest(kappas, 10).map((tag) => tags[tag]);
      expect(least).toEqual(expected.leastAgreedTags.map(({ tag }) => tag));
    });

    test('in the tracks and the single tags on which the models disagree most', () => {
      const { models, tags, tracks, expected } = golden!;
      const sets = models.map((model) => setsOf(golden!, model));
      const agreement = trackAgreement(sets);
      expectClose(agreement, expected.trackMeanJaccard);
      expect(indicesOfSmallest(agreement, 10).map((track) => tracks[track])).toEqual(
        expected.leastAgreedTracks.map(({ track }) => track),
      );
      const matrices = models.map((model) => matrixOf(golden!, model));
      const items = largestDisagreements(countSelections(sets), matrices, 20);
      expect(
        items.map(({ track, tag }) => ({
          track: tracks[track],
          tag: tags[tag],
          selectedBy: models.filter((_, i) => hasTag(sets[i]!, track, tag)),
        })),
      ).toEqual(
        expected.leastAgreedItems.map(({ track, tag, selectedBy }) => ({ track, tag, selectedBy })),
      );
      expectClose(
        items.flatMap(({ disagreement, scoreRange }) => [disagreement, scoreRange]),
        expected.leastAgreedItems.flatMap(({ split, spread }) => [split, spread]),
      );
    });
  },
);

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[]) {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (value ?? Number.NaN));
    if (value === null) expect(found[i]).toBeNull();
    else expect(difference).toBeLessThanOrEqual(RELATIVE_TOLERANCE * Math.abs(value));
  }
}
