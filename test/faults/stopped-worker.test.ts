import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { startEarmark } from '../support/earmark.ts';
import { SEEDS } from '../support/fault-seeds.ts';
import { createFleet, type Fleet, type FleetOptions, LOCK_SECONDS } from '../support/fleet.ts';
import type { LedgerRow } from '../support/ledger.ts';
import { createRandom } from '../support/random.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

// Workers whose time has passed: the locks of their jobs have expired, or their ledger is that of a newer version.

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

/** As a newer version might: what it changes has another name, so that no older statement does half of what it should. */
const MIGRATE = `
  alter table task_outcome rename column attempts to n_attempts;
  alter table run rename column n_settled to n_done;
  insert into migration (name) values ('9999-newer.sql')`;

/** The programs of the newer version are those of this one, and their ledger is the one that they know. */
const BACK = `
  alter table task_outcome rename column n_attempts to attempts;
  alter table run rename column n_done to n_settled;
  delete from migration where name = '9999-newer.sql'`;

test('a migration ends the programs of the version before, no task fails, and the next version goes on', async () => {
  const fleet = await createFleet(await fleetOptions('migrated_ledger'));
  const { pool, gate } = fleet;
  await fleet.produce();
  await gate.closeAt(undisturbed.length / 2);
  const old = [
    startEarmark(['work', '--threads', '1'], fleet.variables),
    startEarmark(['aggregate'], fleet.variables),
  ];
  await fleet.untilSettled(undisturbed.length / 2 - 1);
  const migrated = pool.query(MIGRATE);
  await gate.open();
  await migrated;

  for (const { ended } of old) {
    const { exitCode, stderr } = await ended;
    expect(stderr).toMatch(/was migrated by another version of Earmark\. Install that version/);
    expect(exitCode).toBe(2);
  }
  const { rows } = await pool.query('select status, count(*) from task_outcome group by status');
  expect(rows).toEqual([{ status: 'tagged', count: expect.any(Number) as number }]);
  const refused = await earmarkHere(['status'], fleet.variables);
  expect(refused.stderr).toMatch(/migrated by a newer version of Earmark.*9999-newer\.sql/);
  expect(refused.exitCode).toBe(2);

  await pool.query(BACK);
  await fleet.startAggregator();
  await fleet.startWorker();
  await fleet.untilReported();
  await expectSettledOnce(fleet, { undisturbed });
  await fleet.close();
});

/** Who settled how much. */
async function settledBy({ pool }: Fleet): Promise<readonly unknown[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    'select settled_by, count(*) from task_outcome group by settled_by order by settled_by',
  );
  return rows;
}
