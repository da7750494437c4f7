import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import type { Started } from '../support/earmark.ts';
import { SEEDS } from '../support/longer-series.ts';
import { createFleet, type FleetOptions } from '../support/fleet.ts';
import { countOutcomes, type LedgerRow } from '../support/ledger.ts';
import { processesOf } from '../support/processes.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

const N_TRACKS = 20;
const N_WORKERS = 3;
/** More than a file survives that is to blame for them. */
const N_ROUNDS = 3;
/** Tasks that may be settled before the next round begins. */
const TASKS_PER_ROUND = 10;

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(N_TRACKS);
  ({ undisturbed } = corpus);
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
  await fleet.gate.closeAt(TASKS_PER_ROUND);
  let workers = await startWorkers(N_WORKERS);
  for (let round = 1; round <= N_ROUNDS; round++) {
    const nBefore = await countOutcomes(fleet.pool);
    await fleet.gate.closeAt(round * TASKS_PER_ROUND);
    await fleet.untilSettled(nBefore);
    await sleep(500 * random());
    const victims = workers.filter((_, i) => i === round % N_WORKERS || random() < 0.5);
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
