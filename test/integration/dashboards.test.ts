import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunId } from '@earmark/core/run';
import type { Pool } from '@earmark/ledger';
import {
  expandMetricQuery,
  type MetricQuery,
  metricQueries,
  panelsOf,
  readDashboards,
} from '../../bench/support/dashboard-queries.ts';
import { dashboardPictures } from '../../bench/support/pictures/dashboard-pictures.ts';
import type { Series } from '../../bench/support/prometheus-client.ts';
import { createTracks, type Tracks } from '../support/corpus.ts';
import { startDcgmPage, startPostgresExporter, startRedisExporter } from '../support/exporters.ts';
import { createFleet } from '../support/fleet.ts';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { type Prometheus, type ScrapeJobs, startPrometheus } from '../support/prometheus.ts';
import { startS3Faults, status } from '../support/s3-faults.ts';
import { s3Variables, startS3Server } from '../support/s3-server.ts';
import { findServer } from '../support/server.ts';
import { createDatabase } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

// A Prometheus scrapes a fleet at work: one object is damaged, one fails for a while, and Redis is killed and comes back.
// Then it is asked what every panel and every variable of the dashboards asks for.

const PROGRAMS = {
  prometheus: findServer('prometheus'),
  redisExporter: findServer('prometheus-redis-exporter', 'redis_exporter'),
  postgresExporter: findServer('prometheus-postgres-exporter', 'postgres_exporter'),
  redis: findServer('redis-server', 'valkey-server'),
};
const missing = Object.entries(PROGRAMS).flatMap(([name, path]) =>
  path === undefined ? [name] : [],
);
if (missing.length > 0)
  console.warn(
    `SKIPPED, the tests of what the dashboards show: PATH has no ${missing.join(', no ')}.`,
  );

const queries = metricQueries();
// More than two workers score while none is settled, so that some are scored when Prometheus watches.
const N_TRACKS = 24;

let corpus: Tracks;
let services: OwnServices;
let prometheus: Prometheus;
let ledger: Pool;
const closers: (() => Promise<void>)[] = [];

describe.skipIf(missing.length > 0)('a Prometheus that scraped a fleet', () => {
  beforeAll(async () => {
    corpus = await createTracks(N_TRACKS);
    services = await startOwnServices();
    const source = await openSource();
    const fleet = await createFleet({
      databaseUrl: await createDatabase('dashboards', services.databaseUrl),
      redisUrl: services.redisUrl,
      source: 's3://corpus/music',
      planArgs: ['--deadline', '2100-01-01T00:00:00Z'],
      variables: { ...corpus.variables, ...source },
    });
    ledger = fleet.pool;
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    // Held up until it is watched.
    await fleet.gate.closeAt(4);
    const aggregator = await fleet.startAggregator();
    const workers = [await fleet.startWorker(), await fleet.startWorker()];
    closers.push(() => fleet.close());
    await scrape({
      'earmark-aggregator': [aggregator.metricsAddress],
      'earmark-worker': workers.map(({ metricsAddress }) => metricsAddress),
      ...(await startExporters()),
    });
    await crashRedis();
    await fleet.untilReported();
    // A series that was born last is scraped as 0 first, and a rate takes two scrapes.
    for (let i = 0; i < 3; i++) await untilScrapedAgain();
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
    await services.close();
    corpus.remove();
  });

  test.each(queries.filter(({ panel }) => panel.type === 'timeseries'))(
    '$title has numbers over time',
    async (query) => {
      expectNumbers(
        query,
        await prometheus.queryRange(expandMetricQuery(query.expr, '10s'), prometheus.wholeTime()),
      );
    },
  );

  test.each(queries.filter(({ panel }) => ['stat', 'bargauge'].includes(panel.type)))(
    '$title has a number now',
    async (query) => {
      expectNumbers(query, await prometheus.query(expandMetricQuery(query.expr, '10s')));
    },
  );

  test.each(queries.filter(({ panel }) => panel.type === 'table'))(
    '$title has rows with labels',
    async ({ expr }) => {
      const series = await prometheus.query(expandMetricQuery(expr, '10s'));
      expect(series).not.toEqual([]);
      for (const { labels } of series) expect(labels).not.toEqual({});
    },
  );

  test('every panel is drawn with what it was answered', async () => {
    const pictures = await dashboardPictures({
      ...{ prometheus, ledger, runId: 1 as RunId },
      ...{ range: prometheus.wholeTime(), rateInterval: '10s' },
    });
    for (const dashboard of readDashboards()) {
      const svg = pictures.get(dashboard.uid)!;
      for (const { title } of panelsOf(dashboard)) expect(svg).toContain(`>${title}</text>`);
      expect(svg).not.toMatch(/NaN|>No data</);
    }
  });

  test.each(labelVariables())('the variable $name has values', async ({ metric, label }) => {
    expect(await prometheus.labelValues(metric, label)).not.toEqual([]);
  });
});

/** An S3 with the tracks; the first is damaged, and of the second three requests in a row fail. */
async function openSource(): Promise<Readonly<Record<string, string | undefined>>> {
  const server = await startS3Server();
  const faults = await startS3Faults(server.url);
  closers.push(
    () => server.close(),
    () => faults.close(),
  );
  const [damaged, ...intact] = corpus.tracks;
  await server.put(`music/${damaged!}`, 'not audio');
  for (const track of intact) {
    await server.put(`music/${track}`, readFileSync(join(corpus.music, track)));
  }
  // Two requests are one attempt.
  faults.spoil({ path: new RegExp(intact[0]!), times: 3, fault: status(500, 'InternalError') });
  return s3Variables(faults.url);
}

async function startExporters(): Promise<ScrapeJobs> {
  const { databaseUrl, redisUrl } = services;
  const redis = await startRedisExporter(PROGRAMS.redisExporter!, redisUrl!);
  const postgres = await startPostgresExporter(PROGRAMS.postgresExporter!, databaseUrl);
  const dcgm = await startDcgmPage();
  for (const exporter of [redis, postgres, dcgm]) closers.push(() => exporter.close());
  return { redis: [redis.address], postgres: [postgres.address], dcgm: [dcgm.address] };
}

async function scrape(jobs: ScrapeJobs): Promise<void> {
  prometheus = await startPrometheus(PROGRAMS.prometheus!, jobs);
  closers.push(() => prometheus.close());
  const nTargets = Object.values(jobs).flat().length;
  await waitFor(
    async () => (await prometheus.query('up == 1')).length === nTargets,
    'all targets are scraped',
  );
}

/** Programs notice it at once, the exporter when it is scraped. */
async function crashRedis(): Promise<void> {
  const restart = await services.crashRedis();
  await waitFor(async () => isTrue('redis_up == 0'), 'Prometheus knows that Redis is gone');
  await restart();
  await waitFor(async () => isTrue('redis_up == 1'), 'Prometheus knows that Redis is back');
}

/** The last tasks are in what was scraped when every target was scraped after them. */
async function untilScrapedAgain(): Promise<void> {
  const reportedAt = Date.now() / 1_000;
  await waitFor(
    async () => !(await isTrue(`timestamp(up) < ${String(reportedAt)}`)),
    'every target is scraped again',
  );
}

async function isTrue(expr: string): Promise<boolean> {
  return (await prometheus.query(expr)).length > 0;
}

function expectNumbers({ panel, legend }: MetricQuery, series: readonly Series[]): void {
  const names = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  for (const { labels } of series)
    expect(Object.keys(labels)).toEqual(expect.arrayContaining(names));
  const values = series.flatMap(({ samples }) => samples.map(([, value]) => value));
  const numbers = values.filter(Number.isFinite);
  expect(numbers).not.toEqual([]);
  // Times are in milliseconds, all else is an amount.
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(
    panel.fieldConfig?.defaults.unit === 'dateTimeAsIso' ? 1e12 : 0,
  );
}

function labelVariables() {
  return readDashboards().flatMap(({ title, templating }) =>
    templating.list.flatMap(({ name, query }) => {
      if (typeof query === 'string') return [];
      const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(query.query)!;
      return [{ name: `${title}: ${name}`, metric: metric!, label: label! }];
    }),
  );
}
