import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { registerParts } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await createDatabase('sql_errors'));
  await migrate(pool);
  await registerParts(pool);
});
afterAll(() => pool.end());

test.each([
  {
    sql: `select model_id('test/on')`,
    says: 'There is no model "test/on". Did you mean "test/one"',
  },
  { sql: `select model_id(null)`, says: 'There is no model "".' },
  { sql: `select * from scores('test/one', 'rad')`, says: 'The model test/one has no tag "rad".' },
  { sql: `select * from scores('test/one', 'gren')`, says: 'Did you mean "green"?' },
  { sql: `select * from top_tracks('test/none', 'red')`, says: 'There is no model "test/none".' },
  { sql: `select * from predictions('test/none')`, says: 'There is no model "test/none".' },
  {
    sql: `select * from scores('test/one', 'red', 999)`,
    says: 'There is no run 999.',
  },
  { sql: `select * from collection(999)`, says: 'There is no run 999.' },
  { sql: `select * from disagreement(999)`, says: 'There is no run 999.' },
  { sql: `select * from throughput(now(), now(), 999)`, says: 'There is no run 999.' },
  { sql: `select * from tag_frequency('test/one', top_k => 11)`, says: 'must be from 1 to 10' },
  {
    sql: `select * from nearest_tracks('test/one', 0)`,
    says: 'There is no prediction of test/one for track 0.',
  },
  {
    sql: `select * from nearest_tracks('test/one', 'file:///none')`,
    says: 'There is no track with the address "file:///none"',
  },
])('$sql is an error that says why', async ({ sql, says }) => {
  await expect(pool.query(sql)).rejects.toThrow(says);
});
