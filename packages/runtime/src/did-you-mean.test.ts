import { expect, test } from 'vitest';
import { didYouMean, similarTo } from './did-you-mean.ts';

const FORMATS = ['results', 'scores', 'parquet'];
const DEVICES = ['auto', 'cpu', 'cuda', 'webgpu'];

test.each([
  { word: 'parket', names: FORMATS, similar: ['parquet'] },
  { word: 'Scores', names: FORMATS, similar: ['scores'] },
  { word: 'csv', names: FORMATS, similar: ['results', 'scores'] },
  { word: 'xml', names: FORMATS, similar: [] },
  { word: 'gpu', names: DEVICES, similar: ['cuda', 'webgpu'] },
  { word: 'cpi', names: DEVICES, similar: ['cpu'] },
  { word: 'hihg', names: ['high', 'normal', 'low'], similar: ['high'] },
  {
    word: 'jamendo/fnc',
    names: ['jamendo/fcn', 'jamendo/crnn', 'mtat/fcn'],
    similar: ['jamendo/fcn'],
  },
  { word: 'jamendo/best', names: ['jamendo/fcn', 'jamendo/se'], similar: [] },
  { word: 'a1', names: ['a2', 'a3', 'a3'], similar: ['a2', 'a3'] },
  { word: 'a', names: [], similar: [] },
])('of $names, $similar are similar to $word', ({ word, names, similar }) => {
  expect(similarTo(word, names)).toEqual(similar);
});

test.each([
  { names: [], says: '' },
  { names: ['fcn'], says: ' Did you mean fcn?' },
  { names: ['fcn', 'crnn'], says: ' Did you mean one of fcn, crnn?' },
])('$names are suggested as "$says"', ({ names, says }) => {
  expect(didYouMean(names)).toBe(says);
});
