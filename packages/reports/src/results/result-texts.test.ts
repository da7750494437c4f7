import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Vocabulary } from '@earmark/core/model';
import { resultsCsv, resultsJson, type ScoredFiles, scoresCsv } from './result-texts.ts';

const vocabulary: Vocabulary = {
  id: 'three',
  tags: [
    { tag: 'genre---rock', category: 'genre', en: 'Rock', zh: '摇滚' },
    { tag: 'genre---jazz', category: 'genre', en: 'Jazz', zh: '爵士' },
    { tag: 'mood/theme---happy', category: 'mood/theme', en: 'Happy', zh: '欢快' },
  ],
};
const options = { model: 'crnn', vocabulary, k: 2, threshold: 0.1 };

const rows: ScoredFiles = [
  { file: '00/both.mp3', scores: Float32Array.of(0.5, 0.25, 0.75) },
  { file: '00/none.mp3', scores: Float32Array.of(0.01, 0.02, 0.03) },
  { file: '00/on the threshold.mp3', scores: Float32Array.of(0.1, 0.0999, 0) },
];

const hostileRows: ScoredFiles = [
  { file: 'a "quoted", name\nin two lines.mp3', scores: Float32Array.of(0, 0, 1) },
  { file: '__proto__', scores: Float32Array.of(0, 0, 0) },
];

test('results as CSV list the best tags and leave the cells after them empty', async () => {
  expect(await text(resultsCsv(rows, options))).toBe(
    [
      '\uFEFFfile,model,tag_en_1,tag_zh_1,prob_1,tag_en_2,tag_zh_2,prob_2',
      '00/both.mp3,crnn,Happy,欢快,0.750,Rock,摇滚,0.500',
      '00/none.mp3,crnn,,,,,,',
      '00/on the threshold.mp3,crnn,Rock,摇滚,0.100,,,',
      '',
    ].join('\n'),
  );
});

test('results as JSON hold the same tags by file', async () => {
  expect(JSON.parse(await text(resultsJson(rows, options)))).toEqual({
    '00/both.mp3': {
      model: 'crnn',
      predictions: [
        { tag_en: 'Happy', tag_zh: '欢快', prob: 0.75 },
        { tag_en: 'Rock', tag_zh: '摇滚', prob: 0.5 },
      ],
    },
    '00/none.mp3': { model: 'crnn', predictions: [] },
    '00/on the threshold.mp3': {
      model: 'crnn',
      predictions: [{ tag_en: 'Rock', tag_zh: '摇滚', prob: 0.1 }],
    },
  });
});

test('scores as CSV hold every score in full precision', async () => {
  expect(await text(scoresCsv(rows, vocabulary))).toBe(
    [
      'file,genre---rock,genre---jazz,mood/theme---happy',
      '00/both.mp3,0.5,0.25,0.75',
      '00/none.mp3,0.01,0.02,0.03',
      '00/on the threshold.mp3,0.1,0.0999,0',
      '',
    ].join('\n'),
  );
});

test('a file name with quotes, commas and line breaks stays one cell', async () => {
  const csv = await text(scoresCsv(hostileRows, vocabulary));
  expect(csv.split('\n').slice(1)).toEqual([
    '"a ""quoted"", name',
    'in two lines.mp3",0,0,1',
    '__proto__,0,0,0',
    '',
  ]);
});

test('a name that a spreadsheet would take for a formula has an apostrophe before it, but in the JSON', async () => {
  const formulas: ScoredFiles = [{ file: '=A1,A2', scores: Float32Array.of(0, 0, 1) }];
  expect(await text(resultsCsv(formulas, options))).toContain(`\n"'=A1,A2",crnn,Happy,`);
  expect(await text(scoresCsv(formulas, vocabulary))).toContain(`\n"'=A1,A2",0,0,1\n`);
  expect(JSON.parse(await text(resultsJson(formulas, options)))).toHaveProperty(['=A1,A2']);
});

test('every file name is a key of the JSON', async () => {
  const parsed: unknown = JSON.parse(await text(resultsJson(hostileRows, options)));
  expect(Object.keys(parsed as object)).toEqual([
    'a "quoted", name\nin two lines.mp3',
    '__proto__',
  ]);
});

test('a model that scored nothing still gives valid files', async () => {
  expect(await text(resultsCsv([], options))).toMatch(/^\uFEFFfile,model,.*prob_2\n$/);
  expect(JSON.parse(await text(resultsJson([], options)))).toEqual({});
  expect(await text(scoresCsv([], vocabulary))).toMatch(/^file,genre---rock,.*\n$/);
});
