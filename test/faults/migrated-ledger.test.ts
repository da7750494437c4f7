import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { createFleet } from '../support/fleet.ts';
import { emptyServices } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';

let corpus: Corpus;
beforeAll(async () => {
  corpus = await createCorpus(14);
});
afterAll(() => {
  corpus.remove();
});

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
  const { music: source, variables, undisturbed } = corpus;
  const services = await emptyServices('migrated_ledger');
  const fleet = await createFleet({ ...services, source, variables });
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
