import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { variants } from '../support/longer-series.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// A worker is asked to stop just when it cannot settle what it has in hand, or cannot give it back.

const STOP_SECONDS = 4;

let services: OwnServices;
let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  services = await startOwnServices();
  corpus = await createCorpus(14);
  ({ undisturbed } = corpus);
});
afterAll(async () => {
  await services.close();
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return {
    databaseUrl: await createDatabase(name, services.databaseUrl),
    redisUrl: services.redisUrl,
    source,
    variables: { ...variables, EARMARK_STOP_SECONDS: String(STOP_SECONDS) },
  };
}

const hasRedis = redisUrl() !== undefined;

const SERVICES = [
  { service: 'Postgres', crash: () => services.crashPostgres() },
  { service: 'Redis', crash: () => services.crashRedis() },
];

test.skipIf(!hasRedis).each(variants(SERVICES))(
  'a worker that is asked to stop while $service is away ends well and in time; one that starts meanwhile waits',
  async ({ service, crash }) => {
    const fleet = await createFleet(await fleetOptions(`leaving_${service.toLowerCase()}`));
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    await fleet.startAggregator();
    await fleet.gate.closeAt(undisturbed.length / 2);
    const worker = await fleet.startWorker();
    await fleet.untilSettled(5);
    const restart = await crash();
    worker.process.kill('SIGTERM');
    const next = fleet.startWorker();
    expect(await worker.ended).toMatchObject({ exitCode: 0, stderr: '' });
    await restart();
    await next;
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);
