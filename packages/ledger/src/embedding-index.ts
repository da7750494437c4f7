import type { Queryable } from './pool.ts';

/**
 * Makes an index for each model that has embeddings and none yet, where the database has pgvector; returns the names of
 * the models. Where an index cannot be made Postgres logs a warning, and searches go on without it.
 *
 * @throws STORE_UNAVAILABLE
 */
export async function indexEmbeddings(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ model: string }>('select index_embeddings() as model');
  return rows.map(({ model }) => model);
}
