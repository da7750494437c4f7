import { expect, test } from 'vitest';
import {
  buildEvaluationReport,
  type EvaluatedModel,
  type EvaluationRequest,
} from './build-evaluation-report.ts';
import { ensemblesOf } from './ensembles.ts';
import { EvaluationReport, parseEvaluationThresholds } from './evaluation-report.ts';
import { knownThresholds, thresholdsLearntOn, LEARNT_ON_EVALUATED_TRACKS } from './thresholds.ts';
import { selectListed, truthOfTracks } from './truth.ts';

const truth = truthOfTracks([
  { path: '1.mp3', tags: ['rock', 'polka'] },
  { path: '2.mp3', tags: ['jazz'] },
  { path: '3.mp3', tags: ['rock'] },
  { path: '4.mp3', tags: ['jazz'] },
  { path: 'absent.mp3', tags: ['jazz'] },
]);
const files = ['1.wav', '2.wav', '3.wav', '4.wav', 'extra.wav'];

type Row = readonly [jazz: number, rock: number, loud: number];

function model(name: string, rows: readonly (Row | null)[]): EvaluatedModel {
  return {
    name,
    vocabulary: 'three',
    tags: ['jazz', 'rock', 'loud'].map((tag) => ({ tag, category: 'tag' })),
    files,
    matrix: {
      nTracks: rows.length,
      nTags: 3,
      values: Float32Array.from(rows.flatMap((row) => row ?? [0, 0, 0])),
      scored: Uint8Array.from(rows, (row) => (row ? 1 : 0)),
    },
    decisions: null,
    published: null,
  };
}

const good = model('good', [[0.1, 0.9, 0], [0.9, 0.1, 0], [0.2, 0.8, 0], [0.8, 0.2, 0], [0.5, 0.5, 0]]); // prettier-ignore
const bad = model('bad', [[0.9, 0.1, 0], [0.1, 0.9, 0], null, [0.8, 0.2, 0], [0.5, 0.5, 0]]); // prettier-ignore

function report(changes: Partial<EvaluationRequest> = {}) {
  return buildEvaluationReport({
    subject: 'run 1',
    models: [good, bad],
    truth,
    truthName: 'truth.csv',
    splitName: null,
    thresholds: LEARNT_ON_EVALUATED_TRACKS,
    rule: '>=',
    mode: 'lenient',
    ...changes,
  });
}

test('a report satisfies its own schema and survives JSON', () => {
  expect(EvaluationReport.parse(JSON.parse(JSON.stringify(report())))).toEqual(report());
});

test('a model is evaluated on the tracks and tags that both sides have, and the others are named', () => {
  expect(report().models[0]).toMatchObject({
    name: 'good',
    matched: {
      nTracks: 4,
      byRule: { path: 0, extension: 4, end: 0 },
      filesWithoutTruth: ['extra.wav'],
      truthWithoutFile: ['absent.mp3'],
      nUnscored: 0,
    },
    tagsOfModelOnly: ['loud'],
    tagsOfTruthOnly: ['polka'],
    evaluation: { nTracks: 4, macro: { n: 2, rocAuc: 1, prAuc: 1, fScore: 1 } },
  });
});

test('tracks that a model did not score do not count in its measures', () => {
  expect(report().models[1]).toMatchObject({
    matched: { nTracks: 4, nUnscored: 1 },
    evaluation: { nTracks: 3, tags: [{ nPositive: 2 }, { nPositive: 1, rocAuc: 0 }] },
  });
});

test('models of one vocabulary have a mean, over the tracks that all of them scored', () => {
  const other = { ...good, name: 'other', vocabulary: 'other' };
  const [mean, ...more] = ensemblesOf([good, other, bad]);
  expect(more).toEqual([]);
  expect(mean).toMatchObject({ name: 'mean of 2 models of three', vocabulary: 'three' });
  expect(Array.from(mean?.matrix.scored ?? [])).toEqual([1, 1, 0, 1, 1]);
  expect(mean?.matrix.values[0]).toBeCloseTo((0.1 + 0.9) / 2, 6);
  expect(mean?.matrix.values[1]).toBeCloseTo((0.9 + 0.1) / 2, 6);
  expect(ensemblesOf([good])).toEqual([]);
  const [mixed] = ensemblesOf([good, { ...bad, name: 'bad_int8' }]);
  expect(mixed?.name).toBe('mean of 2 models (1 in int8)');
});

test('thresholds learnt on other tracks are applied to the evaluated ones', () => {
  const other = selectListed(truth, ['1.mp3', '2.mp3'], 'list');
  const { decisions, models } = report({
    models: [good],
    thresholds: thresholdsLearntOn(other, 'other.csv'),
  });
  expect(decisions.from).toBe('other.csv');
  expect(models[0]?.evaluation.tags.map(({ threshold }) => threshold)).toEqual([
    Math.fround(0.9),
    Math.fround(0.9),
  ]);
  expect(models[0]?.evaluation.macro).toMatchObject({ precision: 1, recall: 0.5 });
});

test('decisions that came with the scores replace thresholds', () => {
  const decisions = new Uint8Array(15).fill(1);
  const { models, decisions: described } = report({ models: [{ ...good, decisions }] });
  const [evaluated] = models;
  expect(described.by).toBe('array');
  expect(evaluated?.evaluation.macro).toMatchObject({ precision: 0.5, recall: 1 });
  expect(evaluated?.evaluation.tags[0]?.threshold).toBeNull();
});

test('rows without paths are matched to the truth by position', () => {
  expect(report({ models: [{ ...good, files: null }] }).models[0]?.matched).toMatchObject({
    nTracks: 5,
    byRule: null,
  });
});

test('a list selects the tracks', () => {
  const some = selectListed(truth, ['./2', 'x/3.mp3', 'unknown'], 'list.txt');
  expect(some).toMatchObject({ nTracks: 2, files: ['2.mp3', '3.mp3'], tags: truth.tags });
  expect(report({ truth: some }).models[0]?.evaluation.nTracks).toBe(2);
});

test('a model that cannot be evaluated is excluded with a reason', () => {
  const unscored = model('unscored', [null, null, null, null, [0, 0, 0]]);
  const otherTags = {
    ...good,
    name: 'other tags',
    tags: good.tags.map((tag) => ({ ...tag, tag: `x${tag.tag}` })),
  };
  expect(report({ models: [good, unscored, otherTags] }).excluded).toEqual([
    { name: 'unscored', reason: 'it scored no track of the truth' },
    { name: 'other tags', reason: 'none of its tags is in the truth' },
  ]);
});

test.each([
  {
    what: 'no common track',
    changes: { models: [{ ...good, files: files.map((file) => `x${file}`) }] },
    problem:
      /none of its files is in the truth.*truth\.csv has "1\.mp3", "2\.mp3", \.\.\. \(5\).*"x1\.wav"/,
  },
  {
    what: 'an array of other length',
    changes: { models: [{ ...good, files: null }], truth: selectListed(truth, ['1', '2'], 'l') },
    problem: /good has 5 rows and the truth 2/,
  },
  {
    what: 'a tag without a threshold',
    changes: { thresholds: knownThresholds(() => new Map([['jazz', 0.5]]), 't.txt') },
    problem: /t\.txt gives no threshold for the tag "rock"/,
  },
  {
    what: 'a model without thresholds',
    changes: { thresholds: knownThresholds(() => undefined, 'e.json') },
    problem: /e\.json has no thresholds for good/,
  },
  {
    what: 'thresholds from tracks without scores',
    changes: { thresholds: thresholdsLearntOn(selectListed(truth, ['absent'], 'l'), 'l.csv') },
    problem: /good has scored no track of l\.csv/,
  },
  {
    what: 'a mean that is not defined, in strict mode',
    changes: { mode: 'strict', truth: selectListed(truth, ['1', '3'], 'l') },
    problem: /mean ROC-AUC of good is not defined.*2 tracks have jazz, rock/,
  },
] as const)('$what is an error with the reason', ({ changes, problem }) => {
  expect(() => report(changes)).toThrow(problem);
});

test.each([
  { what: 'this version', version: 2, key: 'name' },
  { what: 'version 1', version: 1, key: 'id' },
])('thresholds are read from an evaluation.json of $what', ({ version, key }) => {
  const tags = [
    { tag: 'jazz', threshold: 0.25 },
    { tag: 'rock', threshold: null },
  ];
  const text = JSON.stringify({ version, models: [{ [key]: 'good', evaluation: { tags } }] });
  expect(parseEvaluationThresholds(text)?.get('good')).toEqual(new Map([['jazz', 0.25]]));
});

test.each(['{', '{}', '{"version":3,"models":[]}'])('%s is not an evaluation.json', (text) => {
  expect(parseEvaluationThresholds(text)).toBeUndefined();
});
