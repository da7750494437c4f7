import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScoreMatrix, setScores, summarizeJaccard, topSets } from '@earmark/core/agreement';
import { topK } from '@earmark/core/tagging';
import {
  createRandomLedger,
  MODELS,
  type RandomLedger,
  RULE,
  selected,
  TAGS,
} from '../support/random-ledger.ts';

// What the functions for analysis say about a random ledger is what a plain recomputation from its scores says.

let ledger: RandomLedger;
beforeAll(async () => {
  ledger = await createRandomLedger('analysis');
});
afterAll(() => ledger.pool.end());

const rows: RandomLedger['rows'] = (sql, values) => ledger.rows(sql, values);

const [model] = MODELS as [string];
const uriOf = ({ file }: { file: string }) => `file:///random/${file}`;

test('the scores of a tag, of all tags, and the tracks with the highest', async () => {
  const all = ledger.scoredBy(model);
  const long = await rows(
    `select t.uri, s.score from scores($1, $2) s join track t on t.id = s.track_id`,
    [model, TAGS[3]],
  );
  expect(new Map(long.map(({ uri, score }) => [uri, Math.fround(score as number)]))).toEqual(
    new Map(all.map((track) => [uriOf(track), track.scores[3]])),
  );
  const wide = await rows('select uri, scores, top_tags, by_tag from predictions($1, $2)', [
    model,
    ledger.runId,
  ]);
  expect(wide).toHaveLength(all.length);
  for (const { uri, scores, top_tags, by_tag } of wide) {
    const track = all.find((each) => uriOf(each) === uri)!;
    expect(Float32Array.from(scores as number[])).toEqual(track.scores);
    expect(top_tags).toEqual(topK(track.scores, { k: 10, threshold: 0 }).map((tag) => TAGS[tag]));
    expect(Math.fround((by_tag as Record<string, number>)[TAGS[5]!]!)).toBe(track.scores[5]);
  }
  const top = await rows('select score from top_tracks($1, $2, 20)', [model, TAGS[3]]);
  const highest = all
    .map(({ scores }) => scores[3]!)
    .toSorted((a, b) => b - a)
    .slice(0, 20);
  expect(top.map(({ score }) => Math.fround(score as number))).toEqual(highest);
});

test.each([
  { top_k: 1, threshold: 0 },
  { top_k: 10, threshold: 0.5 },
  { top_k: 5, threshold: 1 },
])('the selection with top k $top_k and threshold $threshold', async ({ top_k, threshold }) => {
  const rule = { k: top_k, threshold };
  const computed = await rows('select * from tag_frequency($1, null, $2, $3)', [
    model,
    top_k,
    threshold,
  ]);
  const naive = ledger.scoredBy(model).map(({ scores }) => selected(scores, rule));
  for (const { tag, n_tracks } of computed) {
    expect(n_tracks).toBe(naive.filter((set) => set.includes(TAGS.indexOf(tag as string))).length);
  }
  const [pair] = await rows('select * from pair_agreement($1, $2, null, $3, $4)', [
    ...MODELS.slice(0, 2),
    top_k,
    threshold,
  ]);
  const { nTracks, mean } = summarizeJaccard(setsOf(MODELS[0]!, rule), setsOf(MODELS[1]!, rule));
  expect(pair!['n_tracks']).toBe(nTracks);
  expect(pair!['jaccard']).toBeCloseTo(mean!, 12);
});

test('which tags occur together, and with what lift', async () => {
  const sets = ledger.scoredBy(model).map(({ scores }) => selected(scores));
  const n = (...tags: readonly number[]) =>
    sets.filter((set) => tags.every((tag) => set.includes(tag))).length;
  const pairs = await rows('select * from cooccurrence($1, $2)', [model, ledger.runId]);
  const some = TAGS.flatMap((_, a) => TAGS.map((__, b) => [a, b] as const)).filter(
    ([a, b]) => a < b && n(a, b) > 0,
  );
  expect(pairs).toHaveLength(some.length);
  for (const { tag_a, tag_b, n_tracks, n_tracks_a, n_tracks_b, lift } of pairs) {
    const [a, b] = [TAGS.indexOf(tag_a as string), TAGS.indexOf(tag_b as string)];
    expect([n_tracks, n_tracks_a, n_tracks_b]).toEqual([n(a, b), n(a), n(b)]);
    expect(lift).toBeCloseTo((n(a, b) * sets.length) / (n(a) * n(b)), 12);
  }
});

test('how scores compare with the tags of the corpus', async () => {
  const items = ledger
    .scoredBy(model)
    .filter(({ corpusTags }) => corpusTags.length > 0)
    .flatMap(({ scores, corpusTags }) =>
      Array.from(scores, (score, tag) => ({ score, has: corpusTags.includes(TAGS[tag]!) })),
    );
  const intervals = await rows('select * from calibration($1, $2)', [model, ledger.runId]);
  expect(intervals.reduce((sum, row) => sum + Number(row['n_scores']), 0)).toBe(items.length);
  for (const [i, row] of intervals.entries()) {
    const inside = items.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === i);
    const nWith = inside.filter(({ has }) => has).length;
    expect(row).toMatchObject({ n_scores: inside.length, n_with_tag: nWith });
    expect(row['share_with_tag']).toBeCloseTo(nWith / inside.length, 12);
    expect(row['mean_score']).toBeCloseTo(
      inside.reduce((sum, { score }) => sum + score, 0) / inside.length,
      12,
    );
  }
});

test.each([[[MODELS[1]!]], [MODELS]])('which tracks are nearest by %j', async (models) => {
  const here = ledger.tracks[8]!;
  const own = models.map((name) => ledger.scoresOf(name, here)!);
  const distances = ledger.tracks.flatMap((track) => {
    const theirs = models.map((name) => ledger.scoresOf(name, track));
    if (track === here || theirs.includes(undefined)) return [];
    const gaps = theirs.flatMap((scores, m) =>
      Array.from(scores!, (score, i) => score - own[m]![i]!),
    );
    return [Math.hypot(...gaps)];
  });
  const nearest = await rows('select * from nearest_tracks($1, $2::text, 12, $3)', [
    models.length === 1 ? models[0] : null,
    uriOf(here),
    ledger.runId,
  ]);
  for (const [i, distance] of distances
    .toSorted((a, b) => a - b)
    .slice(0, 12)
    .entries()) {
    expect(nearest[i]!['distance']).toBeCloseTo(distance, 12);
  }
  expect(nearest).toHaveLength(12);
});

test('what was settled in a window of time', async () => {
  const all = await rows('select * from throughput where run_id = $1', [ledger.runId]);
  expect(
    await rows(`select * from throughput(now() - interval '1 hour', run => $1)`, [ledger.runId]),
  ).toEqual(all);
  expect(await rows(`select * from throughput('2020-01-01', '2020-01-02')`)).toEqual([]);
});

test('models of different vocabularies are not compared', async () => {
  await expect(rows(`select * from pair_agreement('moods/one', 'test/one')`)).rejects.toThrow(
    'score different vocabularies',
  );
});

function setsOf(model: string, rule: typeof RULE) {
  const matrix = createScoreMatrix({ nTracks: ledger.tracks.length, nTags: TAGS.length });
  for (const [row, track] of ledger.tracks.entries()) {
    const scores = ledger.scoresOf(model, track);
    if (scores) setScores(matrix, row, scores);
  }
  return topSets(matrix, rule);
}
