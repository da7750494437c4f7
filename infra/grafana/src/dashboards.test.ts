import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { METRICS, type MetricRow } from '@earmark/runtime/metrics';
import {
  type DashboardFile,
  metricQueries,
  panelsOf,
  readDashboards,
} from '../../../bench/support/dashboard-queries.ts';
import { parsePromql } from '../../../test/support/promql.ts';
import { dashboardFiles, FOLDER } from './dashboard-files.ts';
import { POSTGRES, PROMETHEUS } from './data-sources.ts';

// The files that Grafana reads, and the rules of grafana/dashboard-linter for them.

const dashboards = readDashboards();
const panels = dashboards.flatMap((dashboard) =>
  panelsOf(dashboard).map((panel) => ({ ...panel, name: `${dashboard.title}: ${panel.title}` })),
);

test('the files are those that npm run dashboards writes', async () => {
  const written = await dashboardFiles();
  expect(readdirSync(FOLDER).sort()).toEqual([...written.keys()].sort());
  for (const [file, text] of written)
    expect(readFileSync(new URL(file, FOLDER), 'utf8')).toBe(text);
});

test.each([PROMETHEUS, POSTGRES])('the data source $uid is provisioned', ({ type, uid }) => {
  const folder = new URL('../provisioning/datasources/', import.meta.url);
  const files = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  expect(files.filter((text) => text.includes(`uid: ${uid}\n`))).toEqual([
    expect.stringContaining(`type: ${type}\n`),
  ]);
});

describe.each(dashboards)('$title', (dashboard: DashboardFile) => {
  test('has a uid of its own and needs no input when it is loaded', () => {
    expect(dashboards.filter(({ uid }) => uid === dashboard.uid)).toHaveLength(1);
    expect(dashboard).not.toHaveProperty('__inputs');
  });

  test('numbers its panels and gives each another title', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    const titles = panelsOf(dashboard).map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  test('uses every variable that it has, and no other', () => {
    const { templating, ...rest } = dashboard;
    const text = JSON.stringify([rest, templating.list.map(({ query }) => query)]);
    const used = [...text.matchAll(/\$\{?([a-z]+)\b/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(templating.list.map(({ name }) => name).sort());
  });
});

test.each(panels)(
  '$name has a description of whole sentences, a unit and one query on a fixed data source',
  ({ title, description, datasource, fieldConfig, targets }) => {
    expect(title).toMatch(/^[A-Z]/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(fieldConfig?.defaults.unit).toMatch(/./);
    expect(targets).toEqual([expect.objectContaining({ datasource })]);
    expect([PROMETHEUS, POSTGRES]).toContainEqual(datasource);
  },
);

const queries = metricQueries().map((query) => ({ ...query, ...parsePromql(query.expr) }));
const rows = new Map<string, MetricRow>(
  Object.values(METRICS).flatMap((section) =>
    Object.values(section).map((row: MetricRow) => [row.name, row] as const),
  ),
);
/** Labels that Prometheus adds to every series. */
const TARGET_LABELS = ['instance', 'job'];
const COUNTER = /_(total|bucket|sum|count)$/;
/** Named like counters by their exporter. */
const GAUGES = ['pg_stat_activity_count', 'pg_locks_count'];

test.each(queries)('$title is valid PromQL', ({ errors, selectors }) => {
  expect(errors).toEqual([]);
  expect(selectors).not.toEqual([]);
});

test.each(queries)(
  '$title rates counters only, over the rate interval of Grafana',
  ({ selectors }) => {
    for (const { metric, calledBy, range } of selectors) {
      const isCounter = COUNTER.test(metric) && !GAUGES.includes(metric);
      const isRate = calledBy === 'rate' || calledBy === 'increase';
      expect({ metric, isRate, range }).toEqual(
        isCounter
          ? { metric, isRate: true, range: '$__rate_interval' }
          : { metric, isRate: false, range: undefined },
      );
    }
  },
);

test.each(queries)('$title asks for metrics and labels that Earmark serves', (query) => {
  const own = query.selectors.filter(({ metric }) => metric.startsWith('earmark_'));
  for (const { metric, matchers } of own) {
    for (const label of matchers.keys()) expect(labelsOf(metric)).toContain(label);
  }
  const known = new Set(own.flatMap(({ metric }) => labelsOf(metric)));
  // An expression with metrics of others has labels of theirs.
  const isOwn = own.length === query.selectors.length;
  expect(isOwn ? query.groupingLabels.filter((label) => !known.has(label)) : []).toEqual([]);
});

/** The labels of a metric as Prometheus stores it; none where Earmark has no such metric. */
function labelsOf(metric: string): readonly string[] {
  const row = rows.get(metric);
  if (row && row.type !== 'histogram') return [...row.labels, ...TARGET_LABELS];
  const histogram = rows.get(metric.replace(/_(bucket|sum|count)$/, ''));
  if (histogram?.type !== 'histogram') return [];
  const own = metric.endsWith('_bucket') ? ['le'] : [];
  return [...histogram.labels, ...own, ...TARGET_LABELS];
}

/** Which of them a reader must be able to choose, by the beginning of the name. */
const MATCHED: readonly (readonly [RegExp, Readonly<Record<string, string>>])[] = [
  [/^redis_/, { instance: '=~"$redis"' }],
  [/^pg_/, { instance: '=~"$postgres"' }],
  // Other programs than those of Earmark serve them too.
  [/^(process|nodejs)_/, { job: '=~"earmark-.+"', instance: '=~"$instance"' }],
  [/^earmark_run_/, { run: '=~"$run"' }],
];

test.each(queries)('$title can be narrowed down to what a reader asks about', ({ selectors }) => {
  for (const { metric, matchers } of selectors) {
    const wanted = MATCHED.filter(([names]) => names.test(metric)).flatMap(([, labels]) =>
      Object.entries(labels),
    );
    expect([...matchers]).toEqual(expect.arrayContaining(wanted));
  }
});

test.each(queries.filter(({ title }) => title.includes('throughput')))(
  '$title follows the variable of hosts where workers and programs are asked',
  ({ selectors }) => {
    const served = Object.values({ ...METRICS.program, ...METRICS.worker }).map(({ name }) => name);
    for (const { metric, matchers } of selectors) {
      const name = metric.replace(/_(bucket|sum|count)$/, '');
      const isServed = served.some((own) => own === metric || own === name);
      expect(matchers.get('instance')).toBe(
        isServed || metric.startsWith('process_') ? '=~"$instance"' : undefined,
      );
    }
  },
);
