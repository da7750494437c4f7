import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { type MetricRow, METRICS } from '@earmark/runtime/metrics';
import { freePort } from '@earmark/runtime/process';
import {
  earmark,
  type Ended,
  startEarmark,
  type Started,
  type Variables,
} from '../support/earmark.ts';
import { countPredictions } from '../support/ledger.ts';
import { variants } from '../support/longer-series.ts';
import { makeTracks } from '../support/music.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

// Producer, worker and aggregator as three programs, on services that are there already.

const SERIES = [
  'earmark_tasks_total{run="1",model="jamendo/starter",outcome="tagged"} 8',
  'earmark_tracks_total{run="1"} 8',
  'earmark_audio_seconds_total{run="1"} 8.',
  'earmark_inflight_tracks 0',
  'earmark_stage_slots{stage="score"} 1',
  'earmark_job_wait_seconds_count 8',
  'earmark_service_up{service="postgres"} 1',
  ...['fetch', 'decode', 'frontend', 'settle'].map(
    (stage) => `earmark_stage_seconds_count{stage="${stage}",model=""} 8`,
  ),
  'earmark_stage_seconds_count{stage="infer",model="jamendo/starter"} 8',
];

const AGGREGATOR_SERIES = [
  'earmark_aggregator_active 1',
  'earmark_queue_jobs{state="waiting"} 0',
  'earmark_run_tasks{run="1"} 8',
  'earmark_run_settled_tasks{run="1"} 8',
];

const redis = redisUrl();

describe.each(redis === undefined ? ['in Postgres'] : variants(['in Redis', 'in Postgres']))(
  'three programs started by hand, with the queue %s',
  (queue) => {
    let stage: Stage;
    let pool: Pool;
    let variables: Variables;
    beforeAll(async () => {
      stage = createStage();
      makeTracks(stage.music, 8);
      const database = await createDatabase(`programs_${queue.replace(' ', '_').toLowerCase()}`);
      pool = createPool(database);
      await migrate(pool);
      const REDIS_URL = queue === 'in Redis' ? redis : undefined;
      variables = { ...stage.variables, DATABASE_URL: database, REDIS_URL };
    });
    afterAll(async () => {
      await pool.end();
      stage.remove();
    });

    async function startProgram(args: readonly string[]): Promise<Started & { url: string }> {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const started = startEarmark(args, { ...variables, EARMARK_METRICS_PORT: port });
      await waitFor(() => answers(`${url}/readyz`), `${args.join(' ')} is ready`);
      return { ...started, url };
    }

    test('tag a folder together, tell of it, and end when they are asked to', async () => {
      const worker = await startProgram(['work', '--threads', '1']);
      const aggregator = await startProgram(['aggregate', '--out', stage.out]);
      const produced = await earmark(['produce', stage.music, '--json'], variables);
      expect(produced).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(produced.stdout)).toMatchObject({ runId: 1, nTracks: 8, nTasks: 8 });

      await waitFor(async () => (await countReports(pool)) === 1, 'the run is reported');
      expect(await countPredictions(pool)).toBe(8);
      expect(await text(`${worker.url}/healthz`)).toBe('ok\n');
      // The first scrape shows new series as 0.
      await text(`${worker.url}/metrics`);
      const [ofWorker, ofAggregator] = [
        await text(`${worker.url}/metrics`),
        await text(`${aggregator.url}/metrics`),
      ];
      expectLines(ofWorker, SERIES);
      expectLines(ofAggregator, AGGREGATOR_SERIES);
      expect(metricNames(ofWorker)).toEqual(rowNames('program', 'worker'));
      expect(metricNames(ofAggregator)).toEqual(rowNames('program', 'aggregator'));

      worker.process.kill('SIGTERM');
      aggregator.process.kill('SIGTERM');
      const ended = await Promise.all([worker.ended, aggregator.ended]);
      expect(ended).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
      expect(eventsIn(ended[0])).toEqual([
        ...['program_started', 'worker_ready', 'program_stopping', 'program_stopped'],
      ]);
      expect(eventsIn(ended[1])).toEqual([
        ...['program_started', 'run_completed', 'run_reported'],
        ...['program_stopping', 'program_stopped'],
      ]);
    });
  },
);

async function countReports(pool: Pool): Promise<number> {
  return (await pool.query('select from report')).rowCount ?? 0;
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** The metrics of Earmark in a text; prom-client adds those of Node and of the process. */
function metricNames(metrics: string): readonly string[] {
  return [...metrics.matchAll(/^# TYPE (earmark_\S+)/gm)].map(([, name = '']) => name).sort();
}

function rowNames(...programs: readonly (keyof typeof METRICS)[]): readonly string[] {
  const sections: readonly Readonly<Record<string, MetricRow>>[] = programs.map(
    (program) => METRICS[program],
  );
  return sections.flatMap((rows) => Object.values(rows).map(({ name }) => name)).sort();
}

function eventsIn({ stderr }: Ended): readonly string[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);
}

function expectLines(metrics: string, beginnings: readonly string[]): void {
  const lines = metrics.split('\n');
  const missing = beginnings.filter((begin) => !lines.some((line) => line.startsWith(begin)));
  expect(missing).toEqual([]);
}
