import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installedPostgres } from '@earmark/runtime/embedded/postgres-binaries.js';
import { createPool } from '@earmark/runtime/postgres/pool.js';
import { toStoreError } from '@earmark/runtime/postgres/store-error.js';
import { withoutPassword } from '@earmark/runtime/config/without-password.js';
import type { Context } from '../context.ts';
import { needed, type Finding } from './finding.ts';

/** The oldest Postgres that has all the SQL of the ledger. */
const MIN_POSTGRES = 14;

/** The Postgres that DATABASE_URL names, or the one that came with Earmark. */
export async function ledgerFinding({ env }: Context): Promise<Finding> {
  const { DATABASE_URL: url } = env;
  try {
    return url ? await external(url) : await embedded();
  } catch (error) {
    return needed('ledger', toStoreError(error));
  }
}

async function external(url: string): Promise<Finding> {
  const pool = createPool(url, { max: 1 });
  try {
    const { rows } = await pool.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const version = rows[0]?.version ?? '0';
    const isNewEnough = Number.parseInt(version, 10) >= MIN_POSTGRES;
    return {
      part: 'ledger',
      state: isNewEnough ? 'ready' : 'needed',
      found: `Postgres ${version} at ${withoutPassword(url)}`,
      fix: isNewEnough ? null : `Earmark needs Postgres ${MIN_POSTGRES} or newer`,
    };
  } finally {
    await pool.end();
  }
}

async function embedded(): Promise<Finding> {
  const { initdb } = await installedPostgres();
  const { stdout } = await promisify(execFile)(initdb, ['--version']);
  const version = /[\d.]+/.exec(stdout)?.[0] ?? 'of unknown version';
  return { part: 'ledger', state: 'ready', found: `embedded Postgres ${version}`, fix: null };
}
