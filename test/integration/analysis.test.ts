import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarizeJaccard, topSets, createScoreMatrix, setScores } from '@earmark/core/agreement';
import { Vocabulary } from '@earmark/core/model';
import type { RunReport } from '@earmark/core/report';
import { ModelRowId, type RunId } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import {
  createPool,
  inTransaction,
  migrate,
  type Pool,
  registerModels,
  storeReport,
} from '@earmark/ledger';
import { buildReport } from '@earmark/reports';
import { renderReportHtml } from '@earmark/reports/page';
import { type Listing, runListing } from '../support/listed-runs.ts';
import { registerParts, testModel } from '../support/planned-run.ts';
import { randomCorpus, type RandomTrack } from '../support/random-corpus.ts';
import { createDatabase } from '../support/services.ts';

// A random ledger: what views and functions say is compared with the report, the page, and a plain recomputation.

type Row = Record<string, unknown>;

const VOCABULARY = Vocabulary.parse({
  id: 'moods',
  tags: Array.from({ length: 12 }, (_, i) => {
    const tag = `mood/theme---${'abcdefghijkl'[i]!}`;
    return { tag, category: 'mood/theme', en: `Mood ${String(i)}`, zh: `情绪${String(i)}` };
  }),
});
const TAGS = VOCABULARY.tags.map(({ tag }) => tag);
const MODELS = ['moods/one', 'moods/two', 'moods/three'];
const RULE = { k: 4, threshold: 0.3 };

let pool: Pool;
let ids: readonly ModelRowId[];
let tracks: readonly RandomTrack[];
let runId: RunId;
let report: RunReport;

beforeAll(async () => {
  pool = createPool(await createDatabase('analysis'));
  await migrate(pool);
  const { softwareId } = await registerParts(pool);
  const specs = MODELS.map((name) => ({
    spec: { ...testModel(name), vocabulary: VOCABULARY.id, nTags: TAGS.length },
    vocabulary: VOCABULARY,
  }));
  ids = await inTransaction(pool, (client) => registerModels(client, specs));
  tracks = randomCorpus(120, { models: ids, tags: TAGS, seed: 7 });
  const scoresOf = new Map(tracks.map(({ content, scores }) => [content, scores]));
  const listing: Listing = {
    ...{ source: '/random', uriPrefix: 'file:///random/', models: ids, softwareId },
    files: Object.fromEntries(tracks.map(({ file, content }) => [file, ['1', content]])),
    score: (content, id) => scoresOf.get(content)!.get(id) ?? null,
    options: { topK: RULE.k, threshold: RULE.threshold },
    metadata: Object.fromEntries(
      tracks.map(({ file, corpusTags }) => [file, { tags: corpusTags }]),
    ),
  };
  runId = await runListing(pool, listing);
  report = await buildReport(pool, runId);
  await storeReport(pool, runId, report);
});
afterAll(() => pool.end());

async function rows(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return (await pool.query<Row>(sql, [...values])).rows;
}

const scoresOf = (model: string) => {
  const id = ids[MODELS.indexOf(model)]!;
  return tracks.flatMap((track) => {
    const scores = track.scores.get(id);
    return scores ? [{ ...track, scores }] : [];
  });
};
const selected = (scores: Float32Array, rule = RULE) => topK(scores, rule);

describe('the report, its page and SQL say the same:', () => {
  test.each(MODELS)('how often %s selects each tag', async (model) => {
    const [{ raters, tags } = never()] = report.vocabularies;
    const rater = raters.find((each) => each.rater === model)!;
    const reported = new Map(rater.tags.map((figures, i) => [tags[i]!.tag, figures]));

    const viewed = await rows('select * from report_tag where run_id = $1 and model = $2', [
      runId,
      model,
    ]);
    const computed = await rows('select * from tag_frequency($1, $2)', [model, runId]);
    expect(viewed).toHaveLength(TAGS.length);
    expect(computed).toHaveLength(TAGS.length);
    for (const row of [...viewed, ...computed]) {
      const { count, share } = reported.get(row['tag'] as string)!;
      expect(row).toMatchObject({ n_tracks: count, share, n_scored: rater.nTracks });
    }
    expect(viewed[0]).toMatchObject({ top_k: RULE.k, threshold: RULE.threshold });
    expect(computed[0]).toMatchObject({ used_top_k: RULE.k, used_threshold: RULE.threshold });
    for (const { tag, mean_score } of viewed) {
      expect(mean_score).toBe(reported.get(tag as string)!.meanScore);
    }

    const onPage = sharesOnPage(renderReportHtml(report), raters.indexOf(rater));
    const shares = new Map(computed.map((row) => [row['name_en'], row['share']]));
    expect(onPage.size).toBeGreaterThan(0);
    for (const [name, share] of onPage) expect(share, name).toBe(shares.get(name));
    const naive = scoresOf(model).map(({ scores }) => selected(scores));
    for (const { tag, n_tracks } of computed) {
      expect(n_tracks).toBe(
        naive.filter((set) => set.includes(TAGS.indexOf(tag as string))).length,
      );
    }
  });

  test('how similar two models select', async () => {
    const pairs = report.vocabularies[0]!.agreement!.pairs;
    const viewed = await rows('select * from agreement where run_id = $1', [runId]);
    expect(viewed).toHaveLength(3);
    for (const { a, b, nTracks, mean, chance, nBothEmpty, exactMatchShare } of pairs) {
      const figures = {
        n_tracks: nTracks,
        n_both_empty: nBothEmpty,
        exact_match_share: exactMatchShare,
      };
      expect(viewed).toContainEqual(
        expect.objectContaining({ model_a: a, model_b: b, ...figures, jaccard: mean, chance }),
      );
      const [computed] = await rows('select * from pair_agreement($1, $2, $3)', [a, b, runId]);
      expect(computed).toMatchObject(figures);
      expect(computed!['jaccard']).toBeCloseTo(mean!, 12);
      expect(nBothEmpty).toBeGreaterThan(0);
    }
  });

  test('how many models select a tag', async () => {
    const complete = tracks.filter(({ scores }) => scores.size === MODELS.length);
    for (const row of await rows('select * from tag_agreement where run_id = $1', [runId])) {
      const tag = TAGS.indexOf(row['tag'] as string);
      const votes = complete.map(
        ({ scores }) => [...scores.values()].filter((each) => selected(each).includes(tag)).length,
      );
      const any = votes.filter((n) => n > 0);
      expect(row).toMatchObject({
        ...{ n_models: 3, n_tracks: complete.length, n_any: any.length },
        n_all: votes.filter((n) => n === 3).length,
      });
      expect(row['mean_models']).toBeCloseTo(any.reduce((a, b) => a + b, 0) / any.length, 12);
    }
  });

  test('on which tracks the models agree least', async () => {
    const { tracks: least, items } = report.vocabularies[0]!.agreement!.leastAgreed;
    const computed = await rows('select uri, mean_jaccard from disagreement($1, 50)', [runId]);
    expect(computed.map((row) => row['mean_jaccard'])).toEqual(
      least.map(({ meanJaccard }) => meanJaccard),
    );
    const jaccardOf = new Map(computed.map((row) => [row['uri'], row['mean_jaccard']]));
    const last = least.at(-1)!.meanJaccard;
    for (const { uri, meanJaccard } of least) {
      if (meanJaccard !== last) expect(jaccardOf.get(uri)).toBe(meanJaccard);
    }
    const viewed = await rows(
      'select rank, uri, mean_jaccard, tags from report_review_track where run_id = $1 and model = $2 order by rank',
      [runId, MODELS[0]],
    );
    const first = least.filter(({ topTags }) => topTags[0] !== null);
    expect(viewed.map((row) => row['uri'])).toEqual(first.map(({ uri }) => uri));
    expect(viewed.map((row) => row['tags'])).toEqual(
      first.map(({ topTags }) => topTags[0]!.map(({ tag }) => tag)),
    );
    const reviewed = await rows('select * from report_review_tag where run_id = $1 order by rank', [
      runId,
    ]);
    expect(
      reviewed.map(({ uri, tag, selected_by, score_range }) => ({
        uri,
        tag,
        selected_by,
        score_range,
      })),
    ).toEqual(
      items.map(({ uri, tag, selectedBy, scoreRange }) => ({
        ...{ uri, tag },
        ...{ selected_by: selectedBy, score_range: scoreRange },
      })),
    );
  });

  test('how scores are distributed', async () => {
    const { raters } = report.vocabularies[0]!;
    for (const { rater, histogram } of raters) {
      const bins = await rows(
        'select n_scores, n_selected from report_histogram where run_id = $1 and model = $2 order by from_score',
        [runId, rater],
      );
      expect(bins.map((row) => row['n_scores'])).toEqual(histogram.all);
      expect(bins.map((row) => row['n_selected'])).toEqual(histogram.topK);
    }
  });

  test('which tasks failed', async () => {
    const counts = await rows(
      'select folder, code, n_files, n_tasks from failure_count where run_id = $1 order by folder',
      [runId],
    );
    const nFailed = report.failures.byCode.reduce((sum, { count }) => sum + count, 0);
    expect(nFailed).toBeGreaterThan(5);
    expect(counts.reduce((sum, row) => sum + Number(row['n_tasks']), 0)).toBe(nFailed);
    for (const { folder, code, n_files } of counts) {
      const files = tracks.filter(
        ({ file, scores }) => file.startsWith(`${String(folder)}/`) && scores.size < 3,
      );
      expect(code).toBe('AUDIO_UNDECODABLE');
      expect(n_files).toBe(files.length);
    }
  });
});

describe('a recomputation from the scores says the same:', () => {
  const [model] = MODELS as [string];
  const uriOf = ({ file }: { file: string }) => `file:///random/${file}`;

  test('the scores of a tag, of all tags, and the tracks with the highest', async () => {
    const all = scoresOf(model);
    const long = await rows(
      `select t.uri, s.score from scores($1, $2) s join track t on t.id = s.track_id`,
      [model, TAGS[3]],
    );
    expect(new Map(long.map(({ uri, score }) => [uri, Math.fround(score as number)]))).toEqual(
      new Map(all.map((track) => [uriOf(track), track.scores[3]])),
    );
    const wide = await rows('select uri, scores, top_tags, by_tag from predictions($1, $2)', [
      model,
      runId,
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
    const naive = scoresOf(model).map(({ scores }) => selected(scores, rule));
    for (const { tag, n_tracks } of computed) {
      expect(n_tracks).toBe(
        naive.filter((set) => set.includes(TAGS.indexOf(tag as string))).length,
      );
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
    const sets = scoresOf(model).map(({ scores }) => selected(scores));
    const n = (...tags: readonly number[]) =>
      sets.filter((set) => tags.every((tag) => set.includes(tag))).length;
    const pairs = await rows('select * from cooccurrence($1, $2)', [model, runId]);
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
    const items = scoresOf(model)
      .filter(({ corpusTags }) => corpusTags.length > 0)
      .flatMap(({ scores, corpusTags }) =>
        Array.from(scores, (score, tag) => ({ score, has: corpusTags.includes(TAGS[tag]!) })),
      );
    const intervals = await rows('select * from calibration($1, $2)', [model, runId]);
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
    const here = tracks[8]!;
    const own = models.map((name) => here.scores.get(ids[MODELS.indexOf(name)]!)!);
    const distances = tracks.flatMap((track) => {
      const theirs = models.map((name) => track.scores.get(ids[MODELS.indexOf(name)]!));
      if (track === here || theirs.includes(undefined)) return [];
      const gaps = theirs.flatMap((scores, m) =>
        Array.from(scores!, (score, i) => score - own[m]![i]!),
      );
      return [Math.hypot(...gaps)];
    });
    const nearest = await rows('select * from nearest_tracks($1, $2::text, 12, $3)', [
      models.length === 1 ? models[0] : null,
      uriOf(here),
      runId,
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
    const all = await rows('select * from throughput where run_id = $1', [runId]);
    expect(
      await rows(`select * from throughput(now() - interval '1 hour', run => $1)`, [runId]),
    ).toEqual(all);
    expect(await rows(`select * from throughput('2020-01-01', '2020-01-02')`)).toEqual([]);
  });
});

test('models of different vocabularies are not compared', async () => {
  await expect(rows(`select * from pair_agreement('moods/one', 'test/one')`)).rejects.toThrow(
    'score different vocabularies',
  );
});

function setsOf(model: string, rule: typeof RULE) {
  const matrix = createScoreMatrix({ nTracks: tracks.length, nTags: TAGS.length });
  const id = ids[MODELS.indexOf(model)]!;
  for (const [row, { scores }] of tracks.entries()) {
    const own = scores.get(id);
    if (own) setScores(matrix, row, own);
  }
  return topSets(matrix, rule);
}

/** The share of each tag in a column of the page's table of tag frequencies. */
function sharesOnPage(page: string, column: number): ReadonlyMap<string, number> {
  const [, section = ''] = page.split('id="tags"');
  const [table = ''] = section.split('</section>');
  const body = table.slice(table.indexOf('<tbody>'));
  return new Map(
    [...body.matchAll(/<th scope="row">(.*?) <span.*?<\/tr>/gs)].map(([row, name = '']) => {
      const cells = [...row.matchAll(/data-value="([^"]*)"/g)].map(([, value]) => Number(value));
      return [name.trim(), cells[column]!];
    }),
  );
}

function never(): never {
  throw new Error('the report has no vocabulary');
}
