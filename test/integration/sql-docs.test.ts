import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createScoreMatrix,
  setScores,
  summarizeJaccard,
  topSets,
  type TopSets,
} from '@earmark/core/agreement';
import { topK } from '@earmark/core/tagging';
import { type Client, createPool, migrate, type Pool } from '@earmark/ledger';
import { titleOf } from '../../bench/support/corpus-titles.ts';
import { documentedQueries } from '../../bench/support/documented-queries.ts';
import { fillCorpus } from '../../bench/support/fill-corpus.ts';
import { createDatabase } from '../support/services.ts';

type Row = Record<string, unknown>;

interface Prediction {
  readonly track: number;
  readonly uri: string;
  readonly model: string;
  readonly scores: Float32Array;
  /** Numbers of tags, best first. */
  readonly best: readonly number[];
}

const CRNN = 'jamendo/crnn';
const ROCK = 'genre---rock';
/** That of reports, where nothing else is said. */
const RULE = { k: 5, threshold: 0.1 };

let pool: Pool;
let client: Client;
let tags: readonly { tag: string; name: string }[];
/** Those of the current collection. */
let predictions: readonly Prediction[];
/** Those of the first run, by model. */
let ofRun: ReadonlyMap<string, readonly Prediction[]>;

beforeAll(async () => {
  const url = await createDatabase('sql_docs');
  pool = createPool(url);
  await migrate(pool);
  await fillCorpus(pool, url, { nTracks: 2_600, nModels: 3, seed: 1 });
  client = await pool.connect();
  await client.query('set role earmark_reader');
  ({ rows: tags } = await client.query(
    'select tag, name_en as name from tag order by vocabulary_id, position',
  ));
  const all = await readPredictions();
  const inRun = new Set(await column<number>('select track_id from run_track where run_id = 1'));
  // The second run is the newest listing of its source.
  const current = new Set(await column<number>('select track_id from run_track where run_id = 2'));
  predictions = all.filter(({ track }) => current.has(track));
  ofRun = new Map(
    ['jamendo/fcn', CRNN, 'jamendo/musicnn'].map((model) => [
      model,
      all.filter((prediction) => prediction.model === model && inRun.has(prediction.track)),
    ]),
  );
});
afterAll(async () => {
  client.release(true);
  await pool.end();
});

async function readPredictions(): Promise<readonly Prediction[]> {
  const { rows } = await client.query<Omit<Prediction, 'best' | 'scores'> & { scores: number[] }>(
    `select p.track_id as track, t.uri, m.name as model, p.scores
     from prediction p join model m on m.id = p.model_id join track t on t.id = p.track_id`,
  );
  return rows.map((row) => {
    const scores = Float32Array.from(row.scores);
    return { ...row, scores, best: topK(scores, RULE) };
  });
}

async function column<T>(sql: string): Promise<readonly T[]> {
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
  return rows.map(([value]) => value as T);
}

const queries = new Map(documentedQueries().map(({ title, sql }) => [title, sql]));

async function answer(title: string): Promise<readonly Row[]> {
  const sql = queries.get(title);
  if (sql === undefined) throw new Error(`docs/sql.md has no "${title}"`);
  return (await client.query<Row>(sql)).rows;
}

const ofModel = (model: string) => predictions.filter((prediction) => prediction.model === model);
const tagNumber = (name: string) => tags.findIndex(({ tag }) => tag === name);
const rounded = (value: number, decimals: number) => value.toFixed(decimals);

test.each([...queries.keys()])('"%s" has an answer, all of its columns have', async (title) => {
  const rows = await answer(title);
  expect(rows.length).toBeGreaterThan(0);
  // Nothing has failed, and nothing was replaced.
  const isEmpty = ['code', 'for_example', 'replaced_at'];
  for (const name of Object.keys(rows[0]!).filter((key) => !isEmpty.includes(key))) {
    expect(
      rows.some((row) => row[name] !== null),
      name,
    ).toBe(true);
  }
});

describe('what the queries answer is what a recomputation says:', () => {
  test('the tracks with the highest score of a tag', async () => {
    const rock = tagNumber(ROCK);
    const expected = ofModel(CRNN)
      .toSorted((a, b) => b.scores[rock]! - a.scores[rock]! || a.track - b.track)
      .slice(0, 100)
      .map(({ uri }) => uri);
    const rows = await answer('Tracks with the highest score of a tag');
    expect(rows.map(({ uri }) => uri)).toEqual(expected);
  });

  test('the frequency of tags', async () => {
    const all = ofModel(CRNN);
    const expected = tags.map(
      ({ name }, tag) => [name, all.filter(({ best }) => best.includes(tag)).length] as const,
    );
    const rows = await answer('Tag frequency');
    expect(Object.fromEntries(rows.map((row) => [row['name_en'], row['n_tracks']]))).toEqual(
      Object.fromEntries(expected),
    );
    expect(rows[0]!['percent']).toBe(
      rounded((100 * Math.max(...expected.map(([, count]) => count))) / all.length, 1),
    );
  });

  test('the agreement of models', async () => {
    const rows = await answer('Models that agree');
    expect(rows).toHaveLength(3);
    for (const { model_a, model_b, n_tracks, jaccard } of rows) {
      const pair = summarizeJaccard(setsOf(model_a as string), setsOf(model_b as string));
      expect(n_tracks).toBe(pair.nTracks);
      expect(Number(jaccard)).toBeCloseTo(pair.mean!, 3);
    }
  });

  test('the agreement on tags', async () => {
    const rows = await answer('Tags on which models agree');
    const models = [...ofRun.values()];
    for (const { name_en, n_any, n_all, mean_models } of rows) {
      const tag = tags.findIndex(({ name }) => name === name_en);
      const votes = new Map<number, number>();
      for (const { track } of models.flatMap((all) =>
        all.filter(({ best }) => best.includes(tag)),
      )) {
        votes.set(track, (votes.get(track) ?? 0) + 1);
      }
      const counts = [...votes.values()];
      expect(n_any).toBe(counts.length);
      expect(n_all).toBe(counts.filter((count) => count === models.length).length);
      expect(Number(mean_models)).toBeCloseTo(counts.reduce((a, b) => a + b) / counts.length, 2);
    }
  });

  test('the most frequent tag of each decade', async () => {
    const counts = new Map<number, Map<number, number>>();
    for (const { uri, best } of ofModel(CRNN)) {
      const trackId = Number(/(\d+)\.mp3$/.exec(uri)?.[1]);
      // Forty files are new, and no table names them.
      if (trackId >= 1_000 + 2_600) continue;
      const decade = Math.floor(Number(titleOf(trackId).releaseDate?.slice(0, 4)) / 10) * 10;
      const ofDecade = counts.get(decade) ?? new Map<number, number>();
      for (const tag of best) ofDecade.set(tag, (ofDecade.get(tag) ?? 0) + 1);
      counts.set(decade, ofDecade);
    }
    const rows = await answer('The most frequent tag of each decade');
    expect(rows.map(({ decade }) => decade)).toEqual([...counts.keys()].sort());
    for (const { decade, n_tracks, name_en } of rows) {
      const ofDecade = counts.get(decade as number)!;
      expect(n_tracks).toBe(Math.max(...ofDecade.values()));
      expect(ofDecade.get(tags.findIndex(({ name }) => name === name_en))).toBe(n_tracks);
    }
  });

  test('tags that occur together', async () => {
    const [first] = await answer('Tags that occur together');
    const counts = new Map<string, number>();
    for (const { best } of ofModel(CRNN)) {
      for (const a of best) {
        for (const b of best.filter((other) => other > a)) {
          const pair = `${tags[a]!.tag} ${tags[b]!.tag}`;
          counts.set(pair, (counts.get(pair) ?? 0) + 1);
        }
      }
    }
    expect(first!['n_tracks']).toBe(Math.max(...counts.values()));
    expect(counts.get(`${String(first!['tag_a'])} ${String(first!['tag_b'])}`)).toBe(
      first!['n_tracks'],
    );
  });

  test('tracks with similar scores', async () => {
    const all = ofModel(CRNN);
    const here = all.find(({ uri }) => uri.endsWith('/07/1007.mp3'))!;
    const expected = all
      .filter(({ track }) => track !== here.track)
      .map(({ uri, scores }) => ({
        uri,
        distance: Math.hypot(...scores.map((score, i) => score - here.scores[i]!)),
      }))
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, 10);
    const rows = await answer('Tracks with similar scores');
    expect(rows).toEqual(
      expected.map(({ uri, distance }) => ({
        ...{ uri, is_copy: false },
        distance: rounded(distance, 3),
      })),
    );
  });

  test('tracks that sound similar', async () => {
    const logits = ofModel(CRNN).map(({ uri, scores }) => ({
      uri,
      vector: scores.map((score) => Math.log(score / (1 - score))),
    }));
    const here = logits.find(({ uri }) => uri.endsWith('/07/1007.mp3'))!.vector;
    const expected = logits
      .filter(({ vector }) => vector !== here)
      .map(({ uri, vector }) => ({
        ...{ uri, is_copy: false },
        distance:
          1 -
          vector.reduce((sum, value, i) => sum + value * here[i]!, 0) /
            (Math.hypot(...vector) * Math.hypot(...here)),
      }))
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, 10);
    expect(await answer('Tracks that sound similar')).toEqual(
      expected.map((row) => ({ ...row, distance: rounded(row.distance, 3) })),
    );
  });

  test('precision and recall against the tags of the corpus', async () => {
    const rows = await answer('Predictions against the tags of the corpus');
    const said = new Map(
      (
        await client.query<{ id: number; tags: string[] }>(
          `select id, metadata -> 'tags' as tags from track where jsonb_array_length(metadata -> 'tags') > 0`,
        )
      ).rows.map((row) => [row.id, row.tags.map(tagNumber)]),
    );
    for (const { model, precision_at_5, recall_at_5 } of rows) {
      const heard = ofRun.get(model as string)!.filter(({ track }) => said.has(track));
      const nHits = heard.flatMap(({ track, best }) =>
        said.get(track)!.filter((tag) => best.includes(tag)),
      ).length;
      const nSaid = heard.flatMap(({ track }) => said.get(track)!).length;
      expect(Number(precision_at_5)).toBeCloseTo(nHits / (5 * heard.length), 2);
      expect(Number(recall_at_5)).toBeCloseTo(nHits / nSaid, 2);
    }
    expect(rows).toHaveLength(3);
  });

  test('coverage and failures add up to the tasks of the run', async () => {
    const coverage = await answer('Coverage');
    for (const { n_tracks, n_tagged, n_reused, n_failed, n_owed } of coverage) {
      const parts = [n_tagged, n_reused, n_failed, n_owed] as number[];
      expect(parts.reduce((a, b) => a + b)).toBe(n_tracks);
      expect(n_tracks).toBe(2_600);
    }
    const failures = await answer('Failures');
    expect(failures.reduce((sum, row) => sum + Number(row['n_tasks']), 0)).toBe(
      coverage.reduce((sum, row) => sum + Number(row['n_failed']), 0),
    );
  });
});

function setsOf(model: string): TopSets {
  const tracks = new Map(
    [...new Set([...ofRun.values()].flat().map(({ track }) => track))].map((track, row) => [
      track,
      row,
    ]),
  );
  const matrix = createScoreMatrix({ nTracks: tracks.size, nTags: tags.length });
  for (const { track, scores } of ofRun.get(model)!) setScores(matrix, tracks.get(track)!, scores);
  return topSets(matrix, RULE);
}
