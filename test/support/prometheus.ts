import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@earmark/runtime/process';
import {
  prometheusClient,
  type PrometheusClient,
  type TimeRange,
} from '../../bench/support/prometheus-client.ts';
import { type Server, startServer } from './server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A Prometheus that scrapes every second. */
export interface Prometheus extends PrometheusClient {
  /** Each second from the start of the server until now. */
  wholeTime(): TimeRange;
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
  return {
    ...prometheusClient(`http://${address}`),
    wholeTime: () => ({ start: startedAt, end: Date.now() / 1_000, step: 1 }),
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
