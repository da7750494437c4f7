import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricRow, MetricRows } from './metric-row.ts';
import { METRICS } from './metric-table.ts';
import { zeroFirst, type ZeroFirstCounter } from './zero-first.ts';

/** The instrument of a row. */
type Instrument<Row extends MetricRow> = Row['type'] extends 'counter'
  ? ZeroFirstCounter<Row['labels'][number]>
  : Row['type'] extends 'gauge'
    ? Gauge<Row['labels'][number]>
    : Histogram<Row['labels'][number]>;

export type Instruments<Rows extends MetricRows> = {
  readonly [Key in keyof Rows]: Instrument<Rows[Key]>;
};

type Programs = typeof METRICS;

/** The metrics of one program, on a registry of their own. */
export interface Metrics {
  /** Those that every program serves. */
  readonly program: Instruments<Programs['program']>;
  /** Adds those of one program; only these are served then. */
  add<Name extends keyof Programs>(name: Name): Instruments<Programs[Name]>;
  /** Registers a function that updates gauges at each scrape. When it fails or is late, the scrape goes on without it. */
  onScrape(read: () => Promise<void> | void): void;
  /** All metrics in the text format of Prometheus. */
  scrape(): Promise<string>;
  readonly contentType: string;
}

/** Prometheus waits 10 s for a scrape unless it is told otherwise; a database that does not answer may take longer. */
const READ_MS = 5_000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const readers: (() => Promise<void> | void)[] = [];
  const counters: ZeroFirstCounter<string>[] = [];
  collectDefaultMetrics({ register: registry });

  const create = (row: MetricRow) => {
    const { name, help, labels: labelNames, buckets = [] } = row;
    const options = { name, help, labelNames, registers: [registry] };
    switch (row.type) {
      case 'gauge':
        return new Gauge(options);
      case 'histogram':
        return new Histogram({ ...options, buckets: [...buckets] });
      case 'counter': {
        const counter = zeroFirst(new Counter(options));
        counters.push(counter);
        return counter;
      }
    }
  };
  const add = <Name extends keyof Programs>(name: Name): Instruments<Programs[Name]> => {
    const rows: MetricRows = METRICS[name];
    const instruments = Object.entries(rows).map(([key, row]) => [key, create(row)]);
    return Object.fromEntries(instruments) as Instruments<Programs[Name]>;
  };
  return {
    program: add('program'),
    add,
    onScrape: (read) => void readers.push(read),
    async scrape() {
      await Promise.all(readers.map(readInTime));
      const text = await registry.metrics();
      for (const counter of counters) counter.scraped();
      return text;
    },
    contentType: registry.contentType,
  };
}

async function readInTime(read: () => Promise<void> | void): Promise<void> {
  const done = new AbortController();
  const late = sleep(READ_MS, undefined, { signal: done.signal }).catch(() => undefined);
  const finished = Promise.resolve()
    .then(read)
    .catch(() => undefined);
  await Promise.race([finished, late]);
  done.abort();
}
