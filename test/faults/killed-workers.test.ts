import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import type { Started } from '../support/earmark.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import { createFleet, type FleetOptions, undisturbedRun } from '../support/fleet.ts';
import { countOutcomes, type LedgerRow } from '../support/ledger.ts';
import { processesOf } from '../support/processes.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

const N_TRACKS = 60;
const N_WORKERS = 3;
/** More than a file survives that is to blame for them. */
const N_BLOWS = 3;

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(N_TRACKS);
  undisturbed = await undisturbedRun(await fleetOptions('killed_workers_none'));
});
afterAll(() => {
  expect(processesOf(corpus.home)).toEqual([]);
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return { ...(await emptyServices(name)), source, variables };
}

test.each(SEEDS)('kill -9 of workers at random moments loses nothing (seed %i)', async (seed) => {
  const random = createRandom(seed);
  const fleet = await createFleet(await fleetOptions(`killed_workers_${String(seed)}`));
  await fleet.produce();
  await fleet.startAggregator();
  const startWorkers = (n: number) =>
    Promise.all(Array.from({ length: n }, () => fleet.startWorker()));
  let workers = await startWorkers(N_WORKERS);
  for (let blow = 1; blow <= N_BLOWS; blow++) {
    const nBefore = await countOutcomes(fleet.pool);
    const isBusy = async () => (await countOutcomes(fleet.pool)) > nBefore;
    await waitFor(isBusy, 'the workers are at it');
    await sleep(500 * random());
    const victims = workers.filter((_, i) => i === blow % N_WORKERS || random() < 0.5);
    workers = workers.filter((worker) => !victims.includes(worker));
    await Promise.all(victims.map(killed));
    workers.push(...(await startWorkers(victims.length)));
  }
  expect(await countOutcomes(fleet.pool)).toBeLessThan(undisturbed.length);
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
});

async function killed({ process, ended }: Started): Promise<void> {
  process.kill('SIGKILL');
  expect(await ended).toMatchObject({ exitCode: null });
}
