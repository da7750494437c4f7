import { expect, test } from 'vitest';
import { countDecisions, decide, type DecisionRule, precisionRecall } from './decisions.ts';

const rules: readonly { rule: DecisionRule; decisions: readonly number[] }[] = [
  { rule: '>', decisions: [0, 0, 1, 0] },
  { rule: '>=', decisions: [1, 0, 1, 1] },
];

test.each(rules)(
  'two tracks of two tags decided by $rule are $decisions',
  ({ rule, decisions }) => {
    const scores = Float64Array.of(0.5, 0.1, 0.75, 0.25);
    expect(Array.from(decide(scores, [0.5, 0.25], rule))).toEqual(decisions);
  },
);

test.each(rules)(
  'a float32 score meets a threshold of the same text as equal ($rule)',
  ({ rule }) => {
    const selected = rule === '>=' ? 1 : 0;
    expect(decide(Float32Array.of(0.7, 0.1), [0.7, 0.1], rule)).toEqual(
      Uint8Array.of(selected, selected),
    );
  },
);

test.each([
  { truth: [1, 1, 0, 0], decisions: [1, 0, 1, 0], precision: 0.5, recall: 0.5, fScore: 0.5 },
  { truth: [1, 1, 0, 0], decisions: [1, 1, 1, 1], precision: 0.5, recall: 1, fScore: 2 / 3 },
  { truth: [1, 1], decisions: [0, 0], precision: 0, recall: 0, fScore: 0 },
  { truth: [0, 0], decisions: [1, 1], precision: 0, recall: 0, fScore: 0 },
  { truth: [0, 0], decisions: [0, 0], precision: 0, recall: 0, fScore: 0 },
  { truth: [], decisions: [], precision: 0, recall: 0, fScore: 0 },
])('deciding $decisions where $truth is true', ({ truth, decisions, ...expected }) => {
  const counts = countDecisions(Uint8Array.from(truth), Uint8Array.from(decisions));
  expect(precisionRecall(counts)).toEqual(expected);
});
