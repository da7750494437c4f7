import { expect, test } from 'vitest';
import { type Work, workText } from './work-progress.ts';

const of = (nDone: number, nAll: number | null): Work => ({
  ...{ what: 'Writing results', nDone, nAll, noun: 'row' },
});

test.each([
  { work: of(0, 8), text: `Writing results  ${'░'.repeat(24)}   0 %  0/8 rows` },
  {
    work: of(2_000, 8_000),
    text: `Writing results  ${'█'.repeat(6)}${'░'.repeat(18)}  25 %  2,000/8,000 rows  30 s left`,
  },
  { work: of(1, 1), text: `Writing results  ${'█'.repeat(24)} 100 %  1/1 row` },
  { work: of(0, 0), text: `Writing results  ${'█'.repeat(24)} 100 %  0/0 rows` },
  { work: of(12_500, null), text: 'Writing results  12,500 rows' },
])('$work.nDone of $work.nAll after ten seconds', ({ work, text }) => {
  expect(workText(work, 10)).toBe(text);
});
