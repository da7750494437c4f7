import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderReportHtml } from '@earmark/reports/page';
import {
  createRandomLedger,
  MODELS,
  type RandomLedger,
  RULE,
  selected,
  TAGS,
} from '../support/random-ledger.ts';

// What the views of reports, and the functions that select tags, say about a run is what its report and its page say.

let ledger: RandomLedger;
beforeAll(async () => {
  ledger = await createRandomLedger('report_sql');
});
afterAll(() => ledger.pool.end());

const rows: RandomLedger['rows'] = (sql, values) => ledger.rows(sql, values);

test.each(MODELS)('how often %s selects each tag', async (model) => {
  const [{ raters, tags } = never()] = ledger.report.vocabularies;
  const rater = raters.find((each) => each.rater === model)!;
  const reported = new Map(rater.tags.map((figures, i) => [tags[i]!.tag, figures]));

  const viewed = await rows('select * from report_tag where run_id = $1 and model = $2', [
    ledger.runId,
    model,
  ]);
  const computed = await rows('select * from tag_frequency($1, $2)', [model, ledger.runId]);
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

  const onPage = sharesOnPage(renderReportHtml(ledger.report), raters.indexOf(rater));
  const shares = new Map(computed.map((row) => [row['name_en'], row['share']]));
  expect(onPage.size).toBeGreaterThan(0);
  for (const [name, share] of onPage) expect(share, name).toBe(shares.get(name));
  const naive = ledger.scoredBy(model).map(({ scores }) => selected(scores));
  for (const { tag, n_tracks } of computed) {
    expect(n_tracks).toBe(naive.filter((set) => set.includes(TAGS.indexOf(tag as string))).length);
  }
});

test('how similar two models select', async () => {
  const pairs = ledger.report.vocabularies[0]!.agreement!.pairs;
  const viewed = await rows('select * from agreement where run_id = $1', [ledger.runId]);
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
    const [computed] = await rows('select * from pair_agreement($1, $2, $3)', [a, b, ledger.runId]);
    expect(computed).toMatchObject(figures);
    expect(computed!['jaccard']).toBeCloseTo(mean!, 12);
    expect(nBothEmpty).toBeGreaterThan(0);
  }
});

test('how many models select a tag', async () => {
  const complete = ledger.tracks.filter(({ scores }) => scores.size === MODELS.length);
  for (const row of await rows('select * from tag_agreement where run_id = $1', [ledger.runId])) {
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
  const { tracks: least, items } = ledger.report.vocabularies[0]!.agreement!.leastAgreed;
  const computed = await rows('select uri, mean_jaccard from disagreement($1, 50)', [ledger.runId]);
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
    [ledger.runId, MODELS[0]],
  );
  const first = least.filter(({ topTags }) => topTags[0] !== null);
  expect(viewed.map((row) => row['uri'])).toEqual(first.map(({ uri }) => uri));
  expect(viewed.map((row) => row['tags'])).toEqual(
    first.map(({ topTags }) => topTags[0]!.map(({ tag }) => tag)),
  );
  const reviewed = await rows('select * from report_review_tag where run_id = $1 order by rank', [
    ledger.runId,
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
  const { raters } = ledger.report.vocabularies[0]!;
  for (const { rater, histogram } of raters) {
    const bins = await rows(
      'select n_scores, n_selected from report_histogram where run_id = $1 and model = $2 order by from_score',
      [ledger.runId, rater],
    );
    expect(bins.map((row) => row['n_scores'])).toEqual(histogram.all);
    expect(bins.map((row) => row['n_selected'])).toEqual(histogram.topK);
  }
});

test('which tasks failed', async () => {
  const counts = await rows(
    'select folder, code, n_files, n_tasks from failure_count where run_id = $1 order by folder',
    [ledger.runId],
  );
  const nFailed = ledger.report.failures.byCode.reduce((sum, { count }) => sum + count, 0);
  expect(nFailed).toBeGreaterThan(5);
  expect(counts.reduce((sum, row) => sum + Number(row['n_tasks']), 0)).toBe(nFailed);
  for (const { folder, code, n_files } of counts) {
    const files = ledger.tracks.filter(
      ({ file, scores }) => file.startsWith(`${String(folder)}/`) && scores.size < 3,
    );
    expect(code).toBe('AUDIO_UNDECODABLE');
    expect(n_files).toBe(files.length);
  }
});

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
