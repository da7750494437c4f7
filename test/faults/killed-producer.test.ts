import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus, undisturbedRun } from '../support/corpus.ts';
import { type Ended, startEarmark } from '../support/earmark.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import { createFleet, type Fleet, type FleetOptions } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

/** Two pages of a listing; most of its files are missing, and so fail quickly. */
const N_LISTED = 600;
const N_THERE = 12;
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
    for (let i = 0; i < N_KILLS; i++) {
      await killWhilePlanning(fleet, { afterMs: 150 * random() });
    }
    expectPlanned(await fleet.produce());
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    await fleet.close();
  },
);

test('a run that is being tagged goes on when it is planned again and that producer dies', async () => {
  const fleet = await createFleet(await fleetOptions('killed_producer_again'));
  expectPlanned(await fleet.produce());
  await killWhilePlanning(fleet, { afterMs: 0 });
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

/** Kills a producer that waits in the middle of listing: nothing can be listed while its table is locked. */
async function killWhilePlanning(
  { pool, produceArgs, variables }: Fleet,
  kill: Kill,
): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table run_track in share mode');
  const { process, ended } = startEarmark(produceArgs, variables);
  const isWaiting = async () => {
    const { rowCount } = await client.query(
      `select from pg_locks where relation = 'run_track'::regclass and not granted`,
    );
    return rowCount !== 0;
  };
  await waitFor(isWaiting, 'the producer lists');
  await sleep(kill.afterMs);
  process.kill('SIGKILL');
  await ended;
  const { rows } = await client.query<{ state: string }>('select state from run');
  expect(rows).toEqual([{ state: 'planning' }]);
  await client.query('rollback');
  client.release();
}

interface Kill {
  readonly afterMs: number;
}

function expectPlanned({ exitCode, stdout, stderr }: Ended): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ runId: 1, nTracks: N_LISTED, nTasks: 2 * N_LISTED });
}
