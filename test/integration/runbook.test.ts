import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { createDatabase } from '../support/services.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const statements = [...runbook.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql = '']) => sql);

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await createDatabase('runbook'));
  await migrate(pool);
});
afterAll(() => pool.end());

test.each(statements)('Postgres accepts the statement of the runbook: %s', async (sql) => {
  expect(await pool.query(sql)).toHaveProperty('rows');
});
