import { expect, test } from 'vitest';
import { poolTallies, tagAgreement } from './tag-agreement.ts';

test('three models and four tracks, computed by hand', () => {
  // No model selects the tag for one track, one model for another, all three for two tracks.
  expect(tagAgreement([1, 1, 0, 2])).toEqual({
    selected: 7,
    selectionRate: 7 / 12,
    agreementShare: (1 + 1 / 3 + 2) / 4,
    unanimousShare: 3 / 4,
    nTracksSelectedByAny: 3,
    positivePairAgreement: 2 / 3,
    fleissKappa: expect.closeTo(23 / 35, 12) as number,
  });
});

test.each([
  { what: 'never selected', tally: [5, 0, 0], kappa: null, agreement: 1, positive: null },
  { what: 'everybody always gives', tally: [0, 0, 5], kappa: null, agreement: 1, positive: 1 },
  { what: 'two always disagree about', tally: [0, 5, 0], kappa: -1, agreement: 0, positive: 0 },
  { what: 'no track is there for', tally: [0, 0, 0], kappa: null, agreement: null, positive: null },
])('a tag that $what has kappa $kappa', ({ tally, kappa, agreement, positive }) => {
  expect(tagAgreement(tally)).toMatchObject({
    fleissKappa: kappa,
    agreementShare: agreement,
    positivePairAgreement: positive,
  });
});

test('tallies are pooled by the number of models that select the tag', () => {
  expect(
    poolTallies([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ).toEqual([5, 7, 9]);
});
