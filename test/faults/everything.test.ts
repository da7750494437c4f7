import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPatience } from '@earmark/runtime/process';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import type { Started } from '../support/earmark.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import {
  createFleet,
  type Fleet,
  type FleetOptions,
  LOCK_SECONDS,
  undisturbedRun,
} from '../support/fleet.ts';
import { countOutcomes, type LedgerRow } from '../support/ledger.ts';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { createRandom, shuffled } from '../support/random.ts';
import { byChance, reset, type S3Faults, startS3Faults } from '../support/s3-faults.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// One fault after the other, in any order, each before the one before it is got over.

const N_TRACKS = 120;
const N_WORKERS = 3;

interface Scene {
  readonly fleet: Fleet;
  readonly workers: Started[];
  aggregator: Started;
  readonly random: () => number;
}

type Blow = (scene: Scene) => Promise<unknown>;

const BLOWS: Readonly<Record<string, Blow>> = {
  'a worker is killed': (scene) => replaceWorker(scene, 'SIGKILL'),
  'another worker is killed': (scene) => replaceWorker(scene, 'SIGKILL'),
  'a worker is asked to stop': (scene) => replaceWorker(scene, 'SIGTERM'),
  'a worker stands still past its locks': async ({ workers }) => {
    workers[0]?.process.kill('SIGSTOP');
    await sleep(2_000 * LOCK_SECONDS);
    workers[0]?.process.kill('SIGCONT');
  },
  'the aggregator is killed': async (scene) => {
    scene.aggregator.process.kill('SIGKILL');
    scene.aggregator = await scene.fleet.startAggregator();
  },
  'Redis forgets everything': () => services.flushRedis(),
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
  'connections are cut': () => services.cutConnections(),
  'S3 is away': async ({ random }) => {
    faults.reset();
    for (const method of ['GET', 'HEAD']) faults.spoil({ method, fault: reset });
    await sleep(3_000 * random());
    faults.reset();
    spoilNowAndThen(random);
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
  undisturbed = await undisturbedRun(await fleetOptions('everything_none'));
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

/** Every object takes its time, so that the run outlasts its faults; one in ten answers breaks. */
function spoilNowAndThen(random: () => number): void {
  const fault = byChance(1 / 10, [reset], random);
  faults.spoil({
    path: /GetObject/,
    fault: async (response, forward) => {
      await sleep(1_000);
      await fault(response, forward);
    },
  });
}

test.skipIf(redisUrl() === undefined).each(SEEDS)(
  'whatever fails, and in whatever order, every task is settled once (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`everything_${String(seed)}`));
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    spoilNowAndThen(random);
    const aggregator = await fleet.startAggregator();
    const starting = Array.from({ length: N_WORKERS }, () => fleet.startWorker());
    const scene = { fleet, workers: await Promise.all(starting), aggregator, random };
    // The same run, planned again while the first blows fall.
    const again = fleet.produce();
    const dealt: string[] = [];
    for (const [name, blow] of shuffled(Object.entries(BLOWS), random)) {
      if (await isNearlyDone(fleet)) break;
      dealt.push(name);
      await blow(scene);
      await sleep(500 * random());
    }
    // How many depends on how fast the machine gets over them.
    expect(dealt.length).toBeGreaterThan(3);
    faults.reset();
    // One that starts while a service is away says so, and ends.
    const { exitCode, stderr } = await again;
    expect([0, 3], stderr).toContain(exitCode);
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

/** A run that is planned again after its end is another one. */
async function isNearlyDone({ pool }: Fleet): Promise<boolean> {
  const nSettled = await createPatience({})(() => countOutcomes(pool));
  return nSettled > 0.8 * undisturbed.length;
}
