import type { ModelRowId, RunId } from '@earmark/core/run';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { parseEnvironment } from '@earmark/runtime/config';
import { openServices } from '@earmark/services';
import { emptyHome } from './empty-home.ts';
import { type CorpusOptions, fillCorpus } from './fill-corpus.ts';

/** A ledger of its own with one complete run of a whole corpus, until `close`. */
export interface FullCorpus {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly runId: RunId;
  /** In the order of the run. */
  readonly models: readonly ModelRowId[];
  close(): Promise<void>;
}

/** Fills an empty database, an embedded one without DATABASE_URL; the same options give the same content. About a minute for the defaults. */
export async function openFullCorpus(options: Partial<CorpusOptions> = {}): Promise<FullCorpus> {
  const home = emptyHome();
  const { DATABASE_URL } = process.env;
  const env = parseEnvironment({ EARMARK_HOME: home.path, DATABASE_URL });
  const services = await openServices(env, 'none');
  const { databaseUrl } = services;
  const pool = createPool(databaseUrl);
  await migrate(pool);
  const filled = await fillCorpus(pool, databaseUrl, {
    ...{ nTracks: 55_609, nModels: 8, seed: 1 },
    ...options,
  });
  return {
    ...{ pool, databaseUrl },
    ...filled,
    async close() {
      await pool.end();
      await services.close();
      home.remove();
    },
  };
}
