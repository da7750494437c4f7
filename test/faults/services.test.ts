import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { type OwnServices, type Restart, startOwnServices } from '../support/own-services.ts';
import { createRandom } from '../support/random.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// The servers themselves fail in the middle of a run; nobody but the programs that use them does anything about it.
// A crash of Postgres under a queue in Redis is one of the faults of everything.test.ts.

type Inject = (services: OwnServices, random: () => number) => Promise<void>;

const FAULTS: readonly { what: string; queues: readonly string[]; inject: Inject }[] = [
  {
    what: 'Redis forgets everything',
    queues: ['Redis'],
    inject: (services) => services.flushRedis(),
  },
  {
    what: 'Redis is killed and comes back empty',
    queues: ['Redis'],
    inject: async (services, random) => comesBack(await services.crashRedis(), random),
  },
  {
    what: 'Postgres crashes and comes back',
    queues: ['Postgres'],
    inject: async (services, random) => comesBack(await services.crashPostgres(), random),
  },
  {
    what: 'all connections to Postgres are cut, five times',
    queues: ['Postgres'],
    async inject(services, random) {
      for (let i = 0; i < 5; i++) {
        await services.cutConnections();
        await sleep(300 * random());
      }
    },
  },
];

async function comesBack(restart: Restart, random: () => number): Promise<void> {
  await sleep(2_000 * random());
  await restart();
}

const CASES = SEEDS.flatMap((seed) =>
  FAULTS.flatMap(({ queues, ...fault }) => queues.map((queue) => ({ seed, queue, ...fault }))),
);

const hasRedis = redisUrl() !== undefined;
let services: OwnServices;
let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
let nDatabases = 0;
beforeAll(async () => {
  services = await startOwnServices();
  corpus = await createCorpus(14);
  ({ undisturbed } = corpus);
});
afterAll(async () => {
  await services.close();
  corpus.remove();
});

async function fleetOptions(queue: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return {
    databaseUrl: await createDatabase(`services_${String(++nDatabases)}`, services.databaseUrl),
    redisUrl: queue === 'Redis' ? services.redisUrl : undefined,
    source,
    variables,
  };
}

describe.each(CASES.filter(({ queue }) => hasRedis || queue === 'Postgres'))(
  'with the queue in $queue',
  ({ what, seed, queue, inject }) => {
    test(`${what}, and nothing is lost (seed ${String(seed)})`, async () => {
      const random = createRandom(seed);
      const fleet = await createFleet(await fleetOptions(queue));
      expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
      await fleet.startAggregator();
      await fleet.gate.closeAt(undisturbed.length / 2);
      await Promise.all([fleet.startWorker(), fleet.startWorker()]);
      await fleet.untilSettled(5);
      await sleep(300 * random());
      await inject(services, random);
      await fleet.untilReported();
      await expectSettledOnce(fleet, { undisturbed });
      await fleet.close();
    });
  },
);
