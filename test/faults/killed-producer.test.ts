import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { type Ended, startEarmark } from '../support/earmark.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import { createFleet, type Fleet, type FleetOptions, undisturbedRun } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

/** Long enough a list to be killed in the middle of it; most of its files are gone, and so are quickly dealt with. */
const N_LISTED = 2_000;
const N_THERE = 20;
const N_KILLS = 3;

let corpus: Corpus;
let list: string;
let undisturbed: readonly LedgerRow[];
beforeAll(async () => {
  corpus = await createCorpus(N_THERE);
  list = join(dirname(corpus.music), 'list.txt');
  const gone = Array.from({ length: N_LISTED - N_THERE }, (_, i) => `gone-${String(i)}.wav`);
  const names = [...corpus.tracks, ...gone].map((name) => join(corpus.music, name));
  writeFileSync(list, names.join('\n'));
  undisturbed = await undisturbedRun(await fleetOptions('killed_producer_none'));
});
afterAll(() => {
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  return { ...(await emptyServices(name)), source: list, variables: corpus.variables };
}

test.each(SEEDS)(
  'a producer that is killed -9 again and again leaves no trace in the plan (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const fleet = await createFleet(await fleetOptions(`killed_producer_${String(seed)}`));
    await fleet.startAggregator();
    await fleet.startWorker();
    const states: unknown[] = [];
    for (let i = 0; i < N_KILLS; i++) {
      const before = await planning(fleet);
      const { process, ended } = startEarmark(fleet.produceArgs, fleet.variables);
      const hasBegun = async () => (await planning(fleet))?.touched !== before?.touched;
      await waitFor(hasBegun, 'the run is planned anew');
      await sleep(150 * random());
      process.kill('SIGKILL');
      await ended;
      states.push((await planning(fleet))?.state);
    }
    expect(states).toContain('planning');
    expectPlanned(await fleet.produce());
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

test('a run that is being tagged goes on when it is planned again and that producer dies', async () => {
  const fleet = await createFleet(await fleetOptions('killed_producer_again'));
  expectPlanned(await fleet.produce());
  const { process, ended } = startEarmark(fleet.produceArgs, fleet.variables);
  await waitFor(async () => (await planning(fleet))?.state === 'planning', 'it is planned again');
  process.kill('SIGKILL');
  await ended;
  expect((await planning(fleet))?.state).toBe('planning');
  await fleet.startAggregator();
  await fleet.startWorker();
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
});

test('two producers of one source at once plan one run', async () => {
  const fleet = await createFleet(await fleetOptions('killed_producer_two'));
  await fleet.startAggregator();
  await fleet.startWorker();
  const both = await Promise.all([fleet.produce(), fleet.produce()]);
  both.forEach(expectPlanned);
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
});

/** The run's state, and the transaction that changed it last: a producer begins with that. */
async function planning({ pool }: Fleet) {
  const { rows } = await pool.query<{ state: string; touched: string }>(
    'select state, xmin as touched from run',
  );
  return rows[0];
}

function expectPlanned({ exitCode, stdout, stderr }: Ended): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ runId: 1, nTracks: N_LISTED, nTasks: 2 * N_LISTED });
}
