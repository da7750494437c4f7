import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseJamendoTable, parseNpy, parseTagList, parseThresholds } from '@earmark/core/corpus';
import {
  bestThreshold,
  decide,
  evaluateScores,
  type Evaluation,
  EvaluationReport,
  type LabelledScores,
  learnThresholds,
  type Measures,
  rankScores,
  tagColumn,
  truthOfTracks,
} from '@earmark/core/evaluation';
import { earmark } from '../support/earmark.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo.');

/** The goldens are written with nine significant digits. */
const RELATIVE_TOLERANCE = 1e-8;

interface PerMean<T> {
  readonly macro: T;
  readonly micro: T;
  readonly samples: T;
}

interface Golden {
  readonly id: string;
  readonly dtype: 'float32' | 'float64';
  readonly tags: readonly string[];
  readonly groundtruth: readonly (readonly number[])[];
  readonly predictions: readonly (readonly number[])[];
  readonly expected: {
    readonly per_tag: Record<
      | 'positives'
      | 'roc_auc'
      | 'average_precision'
      | 'threshold'
      | 'best_f_inclusive'
      | 'precision'
      | 'recall'
      | 'f_score',
      (number | null)[]
    >;
    readonly decisions_strictly_greater: readonly (readonly number[])[];
    readonly reference_error: string | null;
    readonly averages: PerMean<Record<string, number | null>>;
    readonly lenient: Record<string, number>;
    readonly inclusive_decision_variant: Record<string, number>;
  };
}

const syntheticIds = [
  'continuous',
  'heavy-ties',
  'degenerate-tags',
  'constant-scores',
  'float32',
] as const;

describe.skipIf(missing).each(syntheticIds)('the synthetic case %s', (id) => {
  const golden = missing ? undefined : readSynthetic(id);
  const labelled = golden && toLabelled(golden);

  test('has the thresholds of largest F, and the decisions above them', () => {
    const { per_tag, decisions_strictly_greater } = golden!.expected;
    const thresholds = learnThresholds(labelled!);
    expectClose(thresholds, per_tag.threshold);
    const decisions = decide(labelled!.scores, thresholds, '>');
    expect(Array.from(decisions)).toEqual(decisions_strictly_greater.flat());
    const best = golden!.tags.map((_, tag) => {
      const { truth, scores } = tagColumn(labelled!, null, tag);
      return bestThreshold(rankScores(truth, scores))?.fScore ?? null;
    });
    expectClose(best, per_tag.best_f_inclusive);
  });

  test('has every measure of every tag', () => {
    const { per_tag } = golden!.expected;
    const { tags } = evaluate(golden!, '>', 'lenient');
    expect(tags.map(({ nPositive }) => nPositive)).toEqual(per_tag.positives);
    const expectedPrAuc = per_tag.average_precision.map((value, i) =>
      per_tag.positives[i] === 0 ? null : value,
    );
    expectClose(tags.map(({ rocAuc }) => rocAuc), per_tag.roc_auc); // prettier-ignore
    expectClose(tags.map(({ prAuc }) => prAuc), expectedPrAuc); // prettier-ignore
    expectClose(tags.map(({ precision }) => precision), per_tag.precision); // prettier-ignore
    expectClose(tags.map(({ recall }) => recall), per_tag.recall); // prettier-ignore
    expectClose(tags.map(({ fScore }) => fScore), per_tag.f_score); // prettier-ignore
  });

  test.each(['macro', 'micro', 'samples'] as const)(
    'has the %s averages in strict mode',
    (mean) => {
      const strict = evaluate(golden!, '>', 'strict');
      const expected = golden!.expected.averages[mean];
      expectClose(measuresOf(strict[mean]), [
        expected['roc_auc']!,
        expected['pr_auc']!,
        expected['precision']!,
        expected['recall']!,
        expected['f_score']!,
      ]);
      const fails = golden!.expected.reference_error !== null;
      expect(strict.macro.rocAuc === null).toBe(fails);
    },
  );

  test('has the lenient means, and says how many tags they leave out', () => {
    const { macro } = evaluate(golden!, '>', 'lenient');
    const expected = golden!.expected.lenient;
    expectClose(
      [macro.rocAuc, macro.prAuc],
      [expected['roc_auc_macro_defined']!, expected['pr_auc_macro_defined']!],
    );
    expect(macro).toMatchObject({
      nWithoutRocAuc: expected['roc_auc_undefined_tags'],
      nWithoutPrAuc: expected['pr_auc_undefined_tags'],
    });
  });

  test('has the averages of decisions that include the threshold', () => {
    const found = evaluate(golden!, '>=', 'lenient');
    const expected = golden!.expected.inclusive_decision_variant;
    for (const mean of ['macro', 'micro'] as const) {
      expectClose(measuresOf(found[mean]).slice(2), [
        expected[`precision-${mean}`]!,
        expected[`recall-${mean}`]!,
        expected[`F-score-${mean}`]!,
      ]);
    }
  });
});

describe.skipIf(missing)('the published MediaEval baselines', () => {
  test.each(['vggish', 'random', 'popular'])('%s reproduce to all printed digits', (baseline) => {
    const evaluation = evaluateBaseline(baseline);
    expect(resultsText(evaluation)).toBe(
      readText(`results/mediaeval/baseline_${baseline}_results.tsv`),
    );
    const full = readJson('golden/evaluation/baselines_full_precision.json') as Record<
      string,
      Record<string, number>
    >;
    expectClose(
      [...measuresOf(evaluation.macro), ...measuresOf(evaluation.micro)],
      Object.values(full[`baseline_${baseline}`]!),
    );
  });

  test.each([
    { args: ['--decisions', results('baseline_vggish_decisions.npy')] },
    { args: ['--thresholds-from', results('baseline_vggish_thresholds.txt')] },
    { args: [] },
  ])('the command reproduces vggish from the published arrays with $args', async ({ args }) => {
    const out = temporaryFolder();
    const scores = ['--scores', results('baseline_vggish_predictions.npy')];
    const truth = ['--truth', results('groundtruth.npy')];
    const tags = ['--tags', join(folder, 'tags/moodtheme_split.txt')];
    const options = [
      ...scores,
      ...truth,
      ...tags,
      ...args,
      '--strict',
      '--json',
      '--out',
      out.path,
    ];
    const { stdout, stderr } = await earmark(['evaluate', ...options], {});
    out.remove();
    expect(stderr).toBe('');
    const report = EvaluationReport.parse(JSON.parse(stdout));
    expect(resultsText(report.models[0]!.evaluation)).toBe(
      readText('results/mediaeval/baseline_vggish_results.tsv'),
    );
  });

  test('vggish has the published measures of every tag', () => {
    const [, ...rows] = readText('golden/evaluation/baseline_vggish_per_tag.tsv')
      .trim()
      .split('\n');
    const expected = rows.map((row) => row.split('\t'));
    const { tags } = evaluateBaseline('vggish');
    expect(tags.map(({ tag }) => tag)).toEqual(expected.map(([tag]) => tag));
    for (const [i, tag] of tags.entries()) {
      expectClose([tag.nPositive, ...measuresOf(tag)], expected[i]!.slice(1).map(Number));
    }
  });

  test.each(['vggish', 'random'])('%s has the published thresholds and decisions', (baseline) => {
    const { labelled, tags } = readBaseline(baseline);
    const thresholds = learnThresholds(labelled);
    const name = `results/mediaeval/baseline_${baseline}_thresholds.txt`;
    const published = parseThresholds(readText(name), name)!;
    expect([...published.keys()]).toEqual(tags);
    const precision = baseline === 'vggish' ? Math.fround : Number;
    expect(thresholds).toEqual(Array.from(published.values(), (value) => precision(value)));
    const decisions = decide(labelled.scores, [...published.values()], '>');
    const expected = readNpy(`results/mediaeval/baseline_${baseline}_decisions.npy`);
    expect(Buffer.compare(decisions, expected.values as Uint8Array)).toBe(0);
  });

  test('the truth of the test split is the published array', () => {
    const truth = splitTruth('autotagging_moodtheme-test');
    expect(truth.tags).toEqual(readTags('moodtheme_split'));
    const published = readNpy('results/mediaeval/groundtruth.npy');
    expect([truth.nTracks, truth.tags.length]).toEqual([published.nRows, published.nColumns]);
    expect(Buffer.compare(truth.labels, published.values as Uint8Array)).toBe(0);
  });
});

describe.skipIf(missing)('metadata tables', () => {
  test('a table is read as the reference reads it', () => {
    const { tracks } = readJson('golden/dataset/read-write/expected/read.json') as {
      tracks: [number, Record<string, unknown>][];
    };
    const found = parseJamendoTable(readText('golden/dataset/read-write/in.tsv'), 'in.tsv');
    expect(
      found.map(({ trackId, artistId, albumId, path, durationSeconds, tags }) => [
        trackId,
        { artist_id: artistId, album_id: albumId, path, duration: durationSeconds, tags },
      ]),
    ).toEqual(
      tracks.map(([id, { artist_id, album_id, path, duration, tags }]) => [
        id,
        { artist_id, album_id, path, duration, tags },
      ]),
    );
  });

  test('malformed tables are refused, and no other', () => {
    const cases = readJson('golden/dataset/read-write/malformed.json') as {
      name: string;
      content: string;
      accepted: boolean;
      trackIds?: number[];
    }[];
    expect(cases.length).toBeGreaterThan(10);
    for (const { name, content, accepted, trackIds } of cases) {
      const read = () => parseJamendoTable(content, name).map(({ trackId }) => trackId);
      if (accepted) expect(read()).toEqual(trackIds);
      else expect(read).toThrow(name);
    }
  });

  test('a matrix of truth has a row per track and a column per tag of the list', () => {
    const text = readText('golden/dataset/matrix/in.tsv');
    const truth = truthOfTracks(parseJamendoTable(text, 'in.tsv'));
    const expected = readNpy('golden/dataset/matrix/expected/out.npy');
    expect(truth.tags).toEqual(
      parseTagList(readText('golden/dataset/matrix/tags.txt'), 'tags.txt'),
    );
    expect(expected).toMatchObject({ nRows: truth.nTracks, nColumns: truth.tags.length });
    expect(Array.from(truth.labels)).toEqual(Array.from(expected.values));
  });
});

function evaluate(golden: Golden, rule: '>' | '>=', mode: 'lenient' | 'strict'): Evaluation {
  const labelled = toLabelled(golden);
  const thresholds = learnThresholds(labelled);
  const decisions = decide(labelled.scores, thresholds, rule);
  const tags = golden.tags.map((tag) => ({ tag, category: 'tag' }));
  return evaluateScores({ labelled, tags, decisions, thresholds, mode });
}

function toLabelled({ dtype, tags, groundtruth, predictions }: Golden): LabelledScores {
  const scores = predictions.flat();
  return {
    nTracks: groundtruth.length,
    nTags: tags.length,
    truth: Uint8Array.from(groundtruth.flat()),
    scores: dtype === 'float32' ? Float32Array.from(scores) : Float64Array.from(scores),
  };
}

function readBaseline(baseline: string): { labelled: LabelledScores; tags: readonly string[] } {
  const truth = readNpy('results/mediaeval/groundtruth.npy');
  // The predictions of the popular baseline are its decisions.
  const kind = baseline === 'popular' ? 'decisions' : 'predictions';
  const { values } = readNpy(`results/mediaeval/baseline_${baseline}_${kind}.npy`);
  const scores = values instanceof Uint8Array ? Float64Array.from(values) : values;
  const labelled = {
    nTracks: truth.nRows,
    nTags: truth.nColumns,
    truth: truth.values as Uint8Array,
    scores,
  };
  return { labelled, tags: readTags('moodtheme_split') };
}

function evaluateBaseline(baseline: string): Evaluation {
  const { labelled, tags } = readBaseline(baseline);
  const { values } = readNpy(`results/mediaeval/baseline_${baseline}_decisions.npy`);
  return evaluateScores({
    labelled,
    tags: tags.map((tag) => ({ tag, category: 'mood/theme' })),
    decisions: values as Uint8Array,
    thresholds: null,
    mode: 'strict',
  });
}

const ROWS = ['ROC-AUC', 'PR-AUC', 'precision', 'recall', 'F-score'];

/** The file that the reference writes. */
function resultsText({ macro, micro }: Evaluation): string {
  const lines = (measures: Measures, mean: string) =>
    measuresOf(measures).map((value, i) => `${ROWS[i]!}-${mean}\t${value!.toFixed(6)}\n`);
  return [...lines(macro, 'macro'), ...lines(micro, 'micro')].join('');
}

function measuresOf({ rocAuc, prAuc, precision, recall, fScore }: Measures) {
  return [rocAuc, prAuc, precision, recall, fScore];
}

function results(name: string): string {
  return join(folder, 'results/mediaeval', name);
}

function splitTruth(name: string) {
  const text = gunzipSync(readFileSync(join(folder, `splits/split-0/${name}.tsv.gz`))).toString();
  return truthOfTracks(parseJamendoTable(text, name));
}

function readTags(name: string): readonly string[] {
  return parseTagList(readText(`tags/${name}.txt`), name);
}

function readSynthetic(id: string): Golden {
  const { cases } = readJson('golden/evaluation/synthetic.json') as { cases: Golden[] };
  return cases.find((golden) => golden.id === id)!;
}

function readNpy(name: string) {
  return parseNpy(readFileSync(join(folder, name)), name);
}

function readJson(name: string): unknown {
  return JSON.parse(readText(name));
}

function readText(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[]) {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (value ?? Number.NaN));
    if (value === null) expect(found[i]).toBeNull();
    else expect(difference).toBeLessThanOrEqual(RELATIVE_TOLERANCE * Math.abs(value));
  }
}
