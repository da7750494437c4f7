import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@earmark/runtime/process';
import { type Server, startServer } from './server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A series with its samples, as times (Unix seconds) and values. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [time: number, value: number])[];
}

/** A Prometheus that scrapes every second. */
export interface Prometheus {
  /** The present value of an expression. @throws when it is refused */
  query(expr: string): Promise<readonly Series[]>;
  /** The values of an expression for each second since the server was started. @throws when it is refused */
  queryRange(expr: string): Promise<readonly Series[]>;
  /** The values of a label of a metric. */
  labelValues(metric: string, label: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Scrape jobs by their names: addresses of programs that serve `/metrics`. */
export type ScrapeJobs = Readonly<Record<string, readonly string[]>>;

export async function startPrometheus(program: string, jobs: ScrapeJobs): Promise<Prometheus> {
  const folder = temporaryFolder();
  const config = join(folder.path, 'prometheus.yml');
  const storage = join(folder.path, 'storage');
  mkdirSync(storage);
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(toConfig(jobs)));
  const address = `127.0.0.1:${String(await freePort())}`;
  const server: Server = await startServer(program, {
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${storage}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    readyUrl: `http://${address}/-/ready`,
  });
  const startedAt = Date.now() / 1_000;
  const ask = async <T>(path: string, parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(parameters).toString();
    const response = await fetch(`http://${address}/api/v1/${path}?${query}`);
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  };
  return {
    async query(expr) {
      const { result } = await ask<{ result: readonly InstantJson[] }>('query', { query: expr });
      return result.map(({ metric, value }) => toSeries(metric, [value]));
    },
    async queryRange(expr) {
      const range = { start: String(startedAt), end: String(Date.now() / 1_000), step: '1' };
      const { result } = await ask<{ result: readonly RangeJson[] }>('query_range', {
        query: expr,
        ...range,
      });
      return result.map(({ metric, values }) => toSeries(metric, values));
    },
    labelValues: (metric, label) => ask(`label/${label}/values`, { 'match[]': metric }),
    async close() {
      await server.close();
      folder.remove();
    },
  };
}

function toConfig(jobs: ScrapeJobs): unknown {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: Object.entries(jobs).map(([job, targets]) => ({
      job_name: job,
      static_configs: [{ targets }],
    })),
  };
}

type SampleJson = readonly [time: number, value: string];
type LabelsJson = Readonly<Record<string, string>>;
interface InstantJson {
  readonly metric: LabelsJson;
  readonly value: SampleJson;
}
interface RangeJson {
  readonly metric: LabelsJson;
  readonly values: readonly SampleJson[];
}

function toSeries(labels: LabelsJson, samples: readonly SampleJson[]): Series {
  return { labels, samples: samples.map(([time, value]) => [time, toNumber(value)] as const) };
}

/** Prometheus writes infinity in its own way. */
function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}
