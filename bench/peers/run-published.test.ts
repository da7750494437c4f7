import { expect, test } from 'vitest';
import { parseAnswer } from './run-published.ts';

const ANSWER = {
  startSeconds: 1.2,
  loadSeconds: 0.5,
  tracks: [{ decodeSeconds: 0.7, networks: { fcn: { cpuSeconds: 3.5, scores: [0.25, 0.5] } } }],
};

test('the answer is the last line, whatever was printed before it', () => {
  expect(parseAnswer(`loading\n${JSON.stringify(ANSWER)}\n`)).toEqual(ANSWER);
});

test('an answer without scores is refused', () => {
  const tracks = [{ decodeSeconds: 0.7, networks: { fcn: { cpuSeconds: 3.5 } } }];
  expect(() => parseAnswer(JSON.stringify({ ...ANSWER, tracks }))).toThrow('scores');
});
