// How fast can outcomes be settled when tagging itself takes no time?
//
//   npm run bench -- settle [TRACKS]
//
// Plans TRACKS simulated tracks (6,000; `full` for the whole corpus of 55,609) x 8 models, and has two worker
// processes with a model that does nothing settle them, on a Postgres and a Redis of their own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { createPool, type Pool } from '@earmark/ledger';
import { childCpuSeconds, familyCpuSeconds } from './support/cpu-seconds.ts';
import { EARMARK } from './support/earmark.ts';
import { facts } from './support/facts.ts';
import { withPrivateServices } from './support/private-services.ts';
import { installStarterCopies } from './support/starter-copies.ts';

const CORPUS = 55_609;
const N_WORKERS = 2;
const [wanted = '6000'] = process.argv.slice(2);
const nTracks = wanted === 'full' ? CORPUS : Number(wanted);

await withPrivateServices(async ({ home, variables, databaseUrl, redisUrl }) => {
  await installStarterCopies(home);
  execFileSync('node', [script('plan-simulated'), String(nTracks)], { env: variables });
  const pool = createPool(databaseUrl);
  const postgres = await postmasterPid(pool);
  const redis = watchRedis(redisUrl);

  const before = { workers: childCpuSeconds(), postgres: familyCpuSeconds(postgres) };
  const workers = Array.from({ length: N_WORKERS }, () =>
    start([script('noop-worker')], variables),
  );
  const aggregator = start([EARMARK, 'aggregate', '1'], variables);
  await once(aggregator, 'close');
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map((worker) => once(worker, 'close')));
  const workerSeconds = childCpuSeconds() - before.workers;
  const postgresSeconds = familyCpuSeconds(postgres) - before.postgres;

  const { nTasks, seconds, reportSeconds, databaseBytes } = await readFacts(pool);
  const { peakBytes, cpuSeconds: redisSeconds } = await redis.stop();
  await pool.end();
  const minutes = (seconds * CORPUS) / nTracks / 60;
  console.log(facts());
  console.log(
    `settled  ${nTasks.toLocaleString('en')} tasks of ${nTracks.toLocaleString('en')} tracks in ` +
      `${seconds.toFixed(1)} s, ${(nTasks / seconds).toFixed(0)} per second; the corpus at this rate: ${minutes.toFixed(1)} minutes`,
  );
  const perTrack = (cpuSeconds: number) => `${((1e3 * cpuSeconds) / nTracks).toFixed(2)} ms`;
  console.log(
    `CPU      per track: Postgres ${perTrack(postgresSeconds)}, Redis ${perTrack(redisSeconds)}, ` +
      `workers and aggregator ${perTrack(workerSeconds)}`,
  );
  console.log(
    `sizes    Postgres ${(databaseBytes / 1e6).toFixed(0)} MB at the end, Redis ${(peakBytes / 1e6).toFixed(1)} MB peak`,
  );
  console.log(`report   ${reportSeconds.toFixed(1)} s after the last task`);
});

function script(name: string): string {
  return fileURLToPath(new URL(`./support/${name}.js`, import.meta.url));
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn('node', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function postmasterPid(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ data_directory: string }>('show data_directory');
  const file = join(rows[0]?.data_directory ?? '', 'postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

interface SettledFacts {
  readonly nTasks: number;
  readonly seconds: number;
  readonly reportSeconds: number;
  readonly databaseBytes: number;
}

async function readFacts(pool: Pool): Promise<SettledFacts> {
  const { rows } = await pool.query<SettledFacts>(
    `select n_settled as "nTasks",
       extract(epoch from completed_at - (select min(settled_at) from task_outcome))::float8 as seconds,
       extract(epoch from (select created_at from report) - completed_at)::float8 as "reportSeconds",
       pg_database_size(current_database()) as "databaseBytes"
     from run`,
  );
  const [settled] = rows;
  if (!settled) throw new Error('no run was planned');
  return settled;
}

/** Watches Redis, if there is one, until it is stopped. */
function watchRedis(url: string | undefined) {
  const redis = url === undefined ? undefined : new Redis(url);
  const read = async (section: string, field: string) => {
    const text = (await redis?.info(section)) ?? '';
    return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(text)?.[1] ?? 0);
  };
  let peakBytes = 0;
  const timer = setInterval(() => {
    void read('memory', 'used_memory').then((bytes) => (peakBytes = Math.max(peakBytes, bytes)));
  }, 500);
  return {
    async stop(): Promise<{ peakBytes: number; cpuSeconds: number }> {
      clearInterval(timer);
      const cpuSeconds = (await read('cpu', 'used_cpu_user')) + (await read('cpu', 'used_cpu_sys'));
      await redis?.quit();
      return { peakBytes, cpuSeconds };
    },
  };
}
