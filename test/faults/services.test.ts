import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { SEEDS, struckTogether, variants } from '../support/longer-series.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { type OwnServices, type Restart, startOwnServices } from '../support/own-services.ts';
import { createRandom } from '../support/random.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// The servers themselves fail in the middle of a run; nobody but the programs that use them does anything about it.
// What happens to a queue in Redis is among the faults of everything.test.ts, too.

interface Fault {
  readonly what: string;
  readonly inject: (services: OwnServices, random: () => number) => Promise<void>;
}

const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  Postgres: [
    {
      what: 'all connections to Postgres are cut, five times',
      async inject(services, random) {
        for (let i = 0; i < 5; i++) {
          await services.cutConnections();
          await sleep(300 * random());
        }
      },
    },
    {
      what: 'Postgres crashes and comes back',
      inject: async (services, random) => comesBack(await services.crashPostgres(), random),
    },
  ],
  Redis: [
    { what: 'Redis forgets everything', inject: (services) => services.flushRedis() },
    {
      what: 'Redis is killed and comes back empty',
      inject: async (services, random) => comesBack(await services.crashRedis(), random),
    },
  ],
};

async function comesBack(restart: Restart, random: () => number): Promise<void> {
  await sleep(2_000 * random());
  await restart();
}

const CASES = variants(Object.entries(FAULTS)).flatMap(([queue, faults]) =>
  struckTogether(faults).flatMap((ofRun) => {
    const what = ofRun.map((fault) => fault.what).join(', then ');
    return SEEDS.map((seed) => ({ queue, faults: ofRun, what, seed }));
  }),
);

const hasRedis = redisUrl() !== undefined;
/** Tasks that may be settled before the next fault is injected. */
const TASKS_PER_FAULT = 14;

let services: OwnServices;
let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
let nDatabases = 0;
beforeAll(async () => {
  services = await startOwnServices();
  corpus = await createCorpus(18);
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
  ({ queue, faults, what, seed }) => {
    test(`${what}, and nothing is lost (seed ${String(seed)})`, async () => {
      const random = createRandom(seed);
      const fleet = await createFleet(await fleetOptions(queue));
      expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
      await fleet.startAggregator();
      await fleet.gate.closeAt(TASKS_PER_FAULT);
      await Promise.all([fleet.startWorker(), fleet.startWorker()]);
      for (const [i, { inject }] of faults.entries()) {
        await fleet.gate.closeAt((i + 1) * TASKS_PER_FAULT);
        await fleet.untilSettled(i * TASKS_PER_FAULT + 5);
        await sleep(300 * random());
        await inject(services, random);
      }
      await fleet.untilReported();
      await expectSettledOnce(fleet, { undisturbed });
      await fleet.close();
    });
  },
);
