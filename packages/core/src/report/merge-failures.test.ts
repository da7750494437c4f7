import { expect, test } from 'vitest';
import { ModelName } from '../model/names.ts';
import { mergeFailures } from './merge-failures.ts';

const fcn = ModelName.parse('x/fcn');
const crnn = ModelName.parse('x/crnn');

test('failures of one file for the same reason are one row', () => {
  const empty = { code: 'AUDIO_EMPTY', message: 'No samples.' };
  expect(
    mergeFailures([
      { file: 'a', model: fcn, ...empty },
      { file: 'b', model: null, ...empty },
      { file: 'a', model: crnn, ...empty },
      { file: 'a', model: crnn, code: 'INFERENCE_FAILED', message: 'It threw.' },
    ]),
  ).toEqual([
    { file: 'a', models: ['x/fcn', 'x/crnn'], ...empty },
    { file: 'b', models: [], ...empty },
    { file: 'a', models: ['x/crnn'], code: 'INFERENCE_FAILED', message: 'It threw.' },
  ]);
});
