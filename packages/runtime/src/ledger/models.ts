import type { ModelKey } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

export interface LedgerModel {
  readonly name: string;
  readonly weightsSha256: string;
  readonly profile: string;
  readonly scoring: string;
}

/** What identifies the model behind a key of a job; undefined when the ledger has no such model. */
export async function findLedgerModel(
  db: Queryable,
  key: ModelKey,
): Promise<LedgerModel | undefined> {
  const { rows } = await db.query<LedgerModel>(
    `select name, weights_sha256 as "weightsSha256", conversion_version as profile, scoring from model where id = $1`,
    [key],
  );
  return rows[0];
}
