import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool, type Pool, type Queryable } from '@earmark/ledger';

/** Address of the embedded ledger that runs for this home; undefined before it does. */
export function embeddedLedgerUrl(home: string): string | undefined {
  try {
    const password = readFileSync(join(home, 'postgres/password'), 'utf8');
    const port = readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[3];
    // Postgres writes the file line by line.
    if (!port) return undefined;
    return `postgresql://earmark:${password}@127.0.0.1:${port}/earmark`;
  } catch {
    return undefined;
  }
}

/** The embedded ledger of a home, which may be asked again and again: all over one connection. */
export interface EmbeddedLedger {
  /** Undefined while it does not answer. */
  ask<T>(read: (db: Queryable) => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}

export function openEmbeddedLedger(home: string): EmbeddedLedger {
  let opened: { readonly url: string; readonly pool: Pool } | undefined;
  return {
    async ask(read) {
      const url = embeddedLedgerUrl(home);
      if (url === undefined) return undefined;
      if (opened?.url !== url) {
        await opened?.pool.end();
        opened = { url, pool: createPool(url, { max: 1 }) };
      }
      return read(opened.pool).catch(() => undefined);
    },
    close: async () => opened?.pool.end(),
  };
}

/** A task, how it ended and what is stored of it. */
export interface LedgerRow {
  readonly file: string;
  readonly name: string;
  readonly status: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly scores: readonly number[] | null;
  readonly top_tags: readonly number[] | null;
  readonly n_chunks: number | null;
}

/** All that must be the same however a run went: every outcome and every stored prediction, by file. */
export async function ledgerContent(db: Queryable): Promise<readonly LedgerRow[]> {
  const { rows } = await db.query<LedgerRow>(
    `select rt.file, m.name, o.status, o.code, o.message, p.scores, p.top_tags, p.n_chunks
     from run_track rt
     left join task_outcome o using (run_id, track_id)
     left join model m on m.id = o.model_id
     left join prediction p using (model_id, track_id)
     order by rt.run_id, rt.file, m.name`,
  );
  return rows;
}

export async function countOutcomes(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*) from task_outcome');
  return rows[0]?.count ?? 0;
}

/** The predictions that were computed; one that is taken over keeps its time. */
export async function countPredictions(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*) from prediction');
  return rows[0]?.count ?? 0;
}
