import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import type { Started } from '../support/earmark.ts';
import { SEEDS } from '../support/longer-series.ts';
import { createFleet, type Fleet, type FleetOptions, LOCK_SECONDS } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { createRandom, shuffled } from '../support/random.ts';
import { byChance, reset, type S3Faults, startS3Faults } from '../support/s3-faults.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// One fault after the other, in random order, each injected before the run has recovered from the one before.

const N_TRACKS = 32;
const N_WORKERS = 3;
/** Tasks that may be settled before the next fault is injected: the run outlasts its faults. */
const TASKS_PER_FAULT = 6;

interface Scene {
  readonly fleet: Fleet;
  readonly workers: Started[];
  aggregator: Started;
  readonly random: () => number;
}

type Inject = (scene: Scene) => Promise<unknown>;

const FAULTS: Readonly<Record<string, Inject>> = {
  'a worker is killed': (scene) => replaceWorker(scene, 'SIGKILL'),
  'another worker is killed': (scene) => replaceWorker(scene, 'SIGKILL'),
  'a worker is asked to stop': (scene) => replaceWorker(scene, 'SIGTERM'),
  'a worker is stopped for longer than its locks last': async ({ workers }) => {
    workers[0]?.process.kill('SIGSTOP');
    await sleep(2_000 * LOCK_SECONDS);
    workers[0]?.process.kill('SIGCONT');
  },
  'the aggregator is killed': async (scene) => {
    scene.aggregator.process.kill('SIGKILL');
    scene.aggregator = await scene.fleet.startAggregator();
  },
  'Redis is flushed': () => services.flushRedis(),
  'Redis is killed and comes back empty': async ({ random }) => {
    const restart = await services.crashRedis();
    await sleep(1_000 * random());
    await restart();
  },
  'Postgres crashes and comes back': async ({ random }) => {
    const restart = await services.crashPostgres();
    await sleep(1_000 * random());
    await restart();
  },
  'connections are terminated': () => services.cutConnections(),
  'S3 is unavailable': async ({ random }) => {
    faults.reset();
    for (const method of ['GET', 'HEAD']) faults.spoil({ method, fault: reset });
    await sleep(3_000 * random());
    faults.reset();
    breakSomeAnswers(random);
  },
};

async function replaceWorker(scene: Scene, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const victim = scene.workers.shift();
  victim?.process.kill(signal);
  await victim?.ended;
  scene.workers.push(await scene.fleet.startWorker());
}

let services: OwnServices;
let corpus: Corpus;
let server: S3Server;
let faults: S3Faults;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  services = await startOwnServices();
  corpus = await createCorpus(N_TRACKS);
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  for (const track of corpus.tracks) {
    await server.put(`music/${track}`, readFileSync(join(corpus.music, track)));
  }
  ({ undisturbed } = corpus);
});
afterAll(async () => {
  await faults.close();
  await server.close();
  await services.close();
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  return {
    databaseUrl: await createDatabase(name, services.databaseUrl),
    redisUrl: services.redisUrl,
    source: 's3://corpus/music',
    variables: { ...corpus.variables, ...s3Variables(faults.url) },
  };
}

/** One in ten answers breaks. */
function breakSomeAnswers(random: () => number): void {
  faults.spoil({ path: /GetObject/, fault: byChance(1 / 10, [reset], random) });
}

test.skipIf(redisUrl() === undefined).each(SEEDS)(
  'settles every task once whatever fails, in any order (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`everything_${String(seed)}`));
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    breakSomeAnswers(random);
    const aggregator = await fleet.startAggregator();
    await fleet.gate.closeAt(TASKS_PER_FAULT);
    const starting = Array.from({ length: N_WORKERS }, () => fleet.startWorker());
    const scene = { fleet, workers: await Promise.all(starting), aggregator, random };
    // The same run, planned again while the first faults are injected.
    const again = fleet.produce();
    const order = shuffled(Object.entries(FAULTS), random);
    for (const [i, [, inject]] of order.entries()) {
      await createRetryWhileUnavailable({})(() => fleet.gate.closeAt((i + 1) * TASKS_PER_FAULT));
      await inject(scene);
      await sleep(500 * random());
    }
    faults.reset();
    // A producer that starts while a service is unavailable says so and ends.
    const { exitCode, stderr } = await again;
    expect([0, 3], stderr).toContain(exitCode);
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);
