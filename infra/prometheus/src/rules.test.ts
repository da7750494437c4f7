import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MetricRow, METRICS } from '@earmark/runtime/metrics';
import { ALERTS } from './alert-groups.ts';
import { CASES } from './cases.ts';
import { healthySystem } from './cases/healthy-system.ts';
import { RECORDING_RULES } from './recording-rules.ts';
import { ruleFile, runbookUrl } from './rule-file.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const METRIC_ROWS: readonly MetricRow[] = Object.values(METRICS).flatMap((group) =>
  Object.values<MetricRow>(group),
);
/** The labels of each series that Earmark serves. */
const SERVED = new Map(
  METRIC_ROWS.flatMap(({ name, type, labels }) =>
    type === 'histogram'
      ? [[`${name}_bucket`, [...labels, 'le']] as const]
      : [[name, labels] as const],
  ),
);

test('the rule file is the one that "npm run rules" writes', () => {
  expect(read('../rules/earmark.yml')).toBe(ruleFile());
});

test('the runbook has a section for each alert, in the order of the alerts, and no other one', () => {
  const sections = [...read('../../../docs/runbook.md').matchAll(/^## (.+)$/gm)];
  expect(sections.map(([, title]) => title)).toEqual(ALERTS.map(({ name }) => name));
});

describe.each(ALERTS)('$name', (alert) => {
  test('has a summary of one sentence', () => {
    expect(alert.summary).toMatch(/^[A-Z{][^\n]*\.$/);
  });

  test('links to its section of the runbook', () => {
    expect(runbookUrl(alert)).toBe(`docs/runbook.md#${alert.name.toLowerCase()}`);
  });

  test('is tested with a case in which it fires and one in which it does not', () => {
    const cases = CASES.filter(({ about }) => about === alert.name);
    const outcomes = cases.map(({ fires }) => fires.some((firing) => firing.alert === alert.name));
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });
});

test.each([...ALERTS, ...RECORDING_RULES])('every metric in $expr exists', ({ expr }) => {
  const recorded = RECORDING_RULES.map(({ record }) => record);
  const names = expr.match(/[a-z_]*:?earmark_[a-z_]+(:\w+)?/g) ?? [];
  for (const name of names) expect([...SERVED.keys(), ...recorded]).toContain(name);
});

test('every series of the cases is one that a program serves, with its labels', () => {
  const all = [healthySystem(), ...CASES.map(({ series }) => series)].flatMap(Object.keys);
  for (const series of all.filter((name) => name.startsWith('earmark_'))) {
    const [, name = '', labels = ''] = /^(\w+)\{(.*)\}$/.exec(series) ?? [];
    const given = [...labels.matchAll(/(\w+)=/g)].map(([, label]) => label);
    expect(given.toSorted(), series).toEqual(['instance', 'job', ...SERVED.get(name)!].toSorted());
  }
});
