import { expect, test } from 'vitest';
import { createScoreMatrix, setScores } from '../agreement/score-matrix.ts';
import { ModelName } from '../model/names.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import {
  buildRunReport,
  MAX_LISTED_FAILURES,
  type ModelScores,
  type RunReportInput,
  toRule,
} from './build-run-report.ts';
import { rateTracks } from './rated-tracks.ts';
import { RunReport } from './run-report.ts';

const abc = vocabulary('abc', ['a', 'b', 'c']);
const digits = vocabulary('digits', ['1', '2', '3']);

function vocabulary(id: string, tags: readonly string[]): Vocabulary {
  return { id, tags: tags.map((tag) => ({ tag, category: 'tag', en: tag, zh: tag })) };
}

const OPTIONS = { topK: 2, threshold: 0.25 };

function scored(
  name: string,
  tags: Vocabulary,
  rows: readonly (readonly number[] | null)[],
): ModelScores {
  const scores = createScoreMatrix({ nTracks: rows.length, nTags: 3 });
  for (const [track, row] of rows.entries()) if (row !== null) setScores(scores, track, row);
  const modelName = ModelName.parse(name);
  return {
    model: {
      name: modelName,
      architecture: 'fcn',
      weightsSha256: 'a'.repeat(64),
      published: true,
      demonstration: false,
      conversionVersion: 'fp32-1',
    },
    vocabulary: tags,
    rated: rateTracks(modelName, scores, toRule(OPTIONS)),
  };
}

function input(changes: Partial<RunReportInput> = {}): RunReportInput {
  return {
    run: {
      id: 7,
      source: './music',
      state: 'complete',
      createdAt: '2026-01-02T20:00:00.000Z',
      completedAt: '2026-01-02T20:30:00.000Z',
      tasks: { planned: 6, tagged: 4, reused: 1, failed: 1 },
      audioSeconds: 480,
    },
    options: OPTIONS,
    tracks: ['one.mp3', 'two.mp3'].map((file) => ({ file, uri: `file:///music/${file}` })),
    models: [
      scored('x/one', abc, [
        [0.5, 0.25, 0],
        [0, 0.5, 0.75],
      ]),
      scored('x/two', abc, [[0.5, 0.25, 0], null]),
      scored('y/three', digits, [
        [1, 0, 0],
        [0, 0, 0],
      ]),
    ],
    software: [],
    failureCounts: [
      { code: 'AUDIO_EMPTY', count: 1 },
      { code: 'DECODE_TIMEOUT', count: 3 },
      { code: 'AUDIO_TOO_LONG', count: 1 },
    ],
    failures: [],
    silentTracks: { count: 0, listed: [] },
    ...changes,
  };
}

test('a report satisfies its own schema and survives JSON', () => {
  const report = buildRunReport(input());
  expect(RunReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

test('the pace counts every track from the command to the last settled task', () => {
  expect(buildRunReport(input()).run).toMatchObject({ durationSeconds: 1800, tracksPerHour: 4 });
});

test('a run that goes on has no pace yet', () => {
  const run = { ...input().run, state: 'running' as const, completedAt: null };
  expect(buildRunReport(input({ run })).run).toMatchObject({
    durationSeconds: null,
    tracksPerHour: null,
  });
});

test('only models that share a vocabulary are compared, and the others are counted', () => {
  const { vocabularies, nIncomparablePairs } = buildRunReport(input());
  expect(nIncomparablePairs).toBe(2);
  expect(vocabularies.map(({ vocabulary, raters }) => [vocabulary, ...raters.map(nameOf)])).toEqual(
    [
      ['abc', 'x/one', 'x/two', 'ensemble'],
      ['digits', 'y/three'],
    ],
  );
  expect(vocabularies[1]?.agreement).toBeNull();
  expect(vocabularies[0]?.agreement).toMatchObject({
    pairs: [
      {
        ...{ a: 'x/one', b: 'x/two', nTracks: 1, mean: 1, meanEmptyAsZero: 1, nBothEmpty: 0 },
        ...{ exactMatchShare: 1, chance: null },
      },
    ],
    overallMean: 1,
    uniformChance: 5 / 9,
    nCompleteTracks: 1,
  });
});

function nameOf({ rater }: { rater: string }): string {
  return rater;
}

test('a run of one model has frequencies and nothing to compare', () => {
  const [abc] = buildRunReport(input({ models: input().models.slice(0, 1) })).vocabularies;
  expect(abc?.agreement).toBeNull();
  expect(abc?.raters.map(nameOf)).toEqual(['x/one']);
  expect(abc?.tags[1]).toMatchObject({ tag: 'b' });
  expect(abc?.raters[0]?.tags[1]).toEqual({ count: 2, share: 1, meanScore: 0.375 });
});

test('a model that scored no track is named and not compared', () => {
  const unscored = scored('x/unscored', abc, [null, null]);
  const report = buildRunReport(input({ models: [unscored, ...input().models] }));
  expect(report.models[0]).toMatchObject({ name: 'x/unscored', nTracks: 0 });
  expect(report.vocabularies[0]?.raters.map(nameOf)).toEqual(['x/one', 'x/two', 'ensemble']);
});

test('a run in which nothing was tagged reports no vocabulary', () => {
  const models = input().models.map((model) => scored(model.model.name, abc, [null, null]));
  expect(buildRunReport(input({ models })).vocabularies).toEqual([]);
});

test('models without a common track have no measures of agreement', () => {
  const models = [scored('x/one', abc, [[1, 0, 0], null]), scored('x/two', abc, [null, [1, 0, 0]])];
  const [{ agreement, raters } = { agreement: null, raters: [] }] = buildRunReport(
    input({ models }),
  ).vocabularies;
  expect(agreement).toMatchObject({
    overallMean: null,
    nCompleteTracks: 0,
    pooledFleissKappa: null,
    meanFleissKappa: null,
    leastAgreed: { tracks: [], items: [], tags: [] },
  });
  expect(raters[2]).toMatchObject({ rater: 'ensemble', nTracks: 0 });
});

test('the review list has the least agreed track first, with what each model and the ensemble give', () => {
  const models = [
    scored('x/one', abc, [
      [1, 0, 0],
      [1, 0, 0],
    ]),
    scored('x/two', abc, [
      [1, 0, 0],
      [0, 0.5, 0],
    ]),
  ];
  const [{ agreement } = { agreement: null }] = buildRunReport(input({ models })).vocabularies;
  expect(agreement?.leastAgreed.tracks.map(({ file }) => file)).toEqual(['two.mp3', 'one.mp3']);
  expect(agreement?.leastAgreed.tracks[0]).toEqual({
    file: 'two.mp3',
    uri: 'file:///music/two.mp3',
    meanJaccard: 0,
    topTags: [
      [{ tag: 'a', score: 1 }],
      [{ tag: 'b', score: 0.5 }],
      [
        { tag: 'a', score: 0.5 },
        { tag: 'b', score: 0.25 },
      ],
    ],
  });
  expect(agreement?.leastAgreed.items).toEqual([
    {
      ...{ file: 'two.mp3', uri: 'file:///music/two.mp3', tag: 'a', selectedBy: ['x/one'] },
      ...{ disagreement: 1, scoreRange: 1, scores: [1, 0, 0.5] },
    },
    {
      ...{ file: 'two.mp3', uri: 'file:///music/two.mp3', tag: 'b', selectedBy: ['x/two'] },
      ...{ disagreement: 1, scoreRange: 0.5, scores: [0, 0.5, 0.25] },
    },
  ]);
});

test('failure codes come most frequent first', () => {
  expect(buildRunReport(input()).failures.byCode.map(({ code }) => code)).toEqual([
    'DECODE_TIMEOUT',
    'AUDIO_EMPTY',
    'AUDIO_TOO_LONG',
  ]);
});

test('failures are sorted by file and limited in number', () => {
  const failures = Array.from({ length: MAX_LISTED_FAILURES + 5 }, (_, i) => ({
    file: `${String(i).padStart(5, '0')}.mp3`,
    model: null,
    code: 'AUDIO_EMPTY',
    message: 'No samples.',
  }));
  const report = buildRunReport(input({ failures }));
  expect(report.failures.listed).toEqual(failures.slice(0, MAX_LISTED_FAILURES));
  expect(buildRunReport(input({ failures: failures.toReversed() }))).toEqual(report);
});
