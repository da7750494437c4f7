import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { SEEDS } from '../support/longer-series.ts';
import { createFleet, type Fleet, type FleetOptions, LOCK_SECONDS } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

let corpus: Corpus;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(14);
  ({ undisturbed } = corpus);
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  return { ...(await emptyServices(name)), source, variables };
}

test.each(SEEDS)(
  'a worker that stands still past its locks does no harm when it goes on (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`stopped_worker_${String(seed)}`));
    await fleet.produce();
    await fleet.startAggregator();
    await fleet.gate.closeAt(undisturbed.length / 2);
    const sleeper = await fleet.startWorker();
    await fleet.untilSettled(0);
    await sleep(300 * random());
    sleeper.process.kill('SIGSTOP');
    // Another worker takes over, also the jobs of the one that stands still.
    await fleet.startWorker();
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    const before = await settledBy(fleet);
    sleeper.process.kill('SIGCONT');
    await sleep(LOCK_SECONDS * 1_000);
    expect(await settledBy(fleet)).toEqual(before);
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

/** Who settled how much. */
async function settledBy({ pool }: Fleet): Promise<readonly unknown[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    'select settled_by, count(*) from task_outcome group by settled_by order by settled_by',
  );
  return rows;
}
