import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVENTS } from './log/index.ts';
import { type MetricRow, METRICS } from './metrics/index.ts';

const text = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

/** The cells of the rows of all tables of the document whose first cell is this kind of code. */
function rowsOf(name: RegExp): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first = '']) => name.test(first));
}

test('every metric is described in docs/operations.md as in the table, and no other', () => {
  const sections: readonly Readonly<Record<string, MetricRow>>[] = Object.values(METRICS);
  const rows = sections.flatMap((section) => Object.values(section));
  expect(rowsOf(/^`earmark_/)).toEqual(
    rows.map(({ name, type, labels, help }) => [`\`${name}\``, type, labels.join(', '), help]),
  );
});

test('every event is described in docs/operations.md as in the table, and no other', () => {
  expect(
    rowsOf(/^`[a-z]+(_[a-z]+)+`$/).filter(([name = '']) => !name.startsWith('`earmark_')),
  ).toEqual(
    Object.entries(EVENTS).map(([name, { level, message }]) => [`\`${name}\``, level, message]),
  );
});
