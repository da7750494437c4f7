import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { freePort } from '@earmark/runtime/process';
import { earmark, startEarmark, type Started, type Variables } from '../support/earmark.ts';
import { countPredictions } from '../support/ledger.ts';
import { makeTracks } from '../support/music.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

// Producer, worker and aggregator as three programs, on services that are there already.

const METRICS = [
  'earmark_tasks_total{model="jamendo/starter",outcome="tagged"} 8',
  'earmark_tracks_total 8',
  'earmark_audio_seconds_total 8.',
  'earmark_source_bytes_total ',
  'earmark_inflight_tracks 0',
  'earmark_inference_busy_ratio ',
  'earmark_event_loop_delay_seconds ',
  ...['fetch', 'decode', 'frontend', 'settle'].map(
    (stage) => `earmark_stage_seconds_count{stage="${stage}",model=""} 8`,
  ),
  'earmark_stage_seconds_count{stage="infer",model="jamendo/starter"} 8',
  '# HELP earmark_task_failures_total ',
];

const AGGREGATOR_METRICS = ['earmark_queue_jobs{state="waiting"} 0', '# HELP earmark_run_tasks '];

const redis = redisUrl();

describe.each(redis === undefined ? ['in Postgres'] : ['in Redis', 'in Postgres'])(
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
      expectLines(await text(`${worker.url}/metrics`), METRICS);
      expectLines(await text(`${aggregator.url}/metrics`), AGGREGATOR_METRICS);

      worker.process.kill('SIGTERM');
      aggregator.process.kill('SIGTERM');
      expect(await Promise.all([worker.ended, aggregator.ended])).toMatchObject([
        { exitCode: 0 },
        { exitCode: 0 },
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

function expectLines(metrics: string, beginnings: readonly string[]): void {
  const lines = metrics.split('\n');
  const missing = beginnings.filter((begin) => !lines.some((line) => line.startsWith(begin)));
  expect(missing).toEqual([]);
}
