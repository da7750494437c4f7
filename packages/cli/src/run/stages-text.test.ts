import { expect, test } from 'vitest';
import type { StageLoad, StageLoads } from '@earmark/worker/stage-loads';
import { createStageWatch } from './stages-text.ts';

const idle: StageLoad = { size: 2, nUsed: 0, nDone: 0, busySeconds: 0 };
const loads = (more: Partial<StageLoads> = {}): StageLoads => ({
  ...{ fetch: idle, decode: idle, score: idle },
  ...more,
});

/** What is said after these loads of workers, each at its second. */
function said(told: readonly { worker?: number; at: number; loads: StageLoads }[]): string {
  let time = 0;
  const watch = createStageWatch(() => time);
  for (const { worker = 0, at, loads } of told) {
    time = at * 1_000;
    watch.add(worker, loads);
  }
  return watch.text();
}

test('nothing is said before a worker has told', () => {
  expect(said([])).toBe('');
});

test('the tracks of all workers are added up', () => {
  const one = loads({ decode: { ...idle, nUsed: 1 }, score: { ...idle, nUsed: 2 } });
  expect(
    said([
      { worker: 0, at: 0, loads: one },
      { worker: 1, at: 0, loads: one },
    ]),
  ).toBe('Tracks at this moment: fetching 0, decoding 2, scoring 4.');
});

test.each([
  {
    what: 'every place of a stage',
    busy: 8,
    nDone: 4,
    says: ' Bottleneck: decoding, 2.0 s per track.',
  },
  { what: 'every place, and no track left it', busy: 8, nDone: 0, says: ' Bottleneck: decoding.' },
  { what: 'half of the places', busy: 4, nDone: 4, says: '' },
])('with $what in use, the end is "$says"', ({ busy, nDone, says }) => {
  const decode = { ...idle, nUsed: 2, nDone, busySeconds: busy };
  const text = said([
    { at: 0, loads: loads() },
    { at: 4, loads: loads({ decode }) },
  ]);
  expect(text).toBe(`Tracks at this moment: fetching 0, decoding 2, scoring 0.${says}`);
});

test('what was before the last ten seconds, or before a restart, does not count', () => {
  const score = { ...idle, nDone: 9, busySeconds: 20 };
  expect(
    said([
      { at: 0, loads: loads() },
      { at: 10, loads: loads({ score }) },
      { at: 20, loads: loads({ score }) },
    ]),
  ).not.toContain('Bottleneck');
  expect(
    said([
      { at: 0, loads: loads({ score }) },
      { at: 1, loads: loads() },
    ]),
  ).not.toContain('Bottleneck');
});
