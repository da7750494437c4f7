/**
 * Address of a Postgres with pgvector, whose user may make databases and extensions; undefined, loudly, where there is
 * none: the embedded Postgres has no pgvector.
 */
export const pgvectorUrl = process.env['EARMARK_PGVECTOR_URL'];

if (pgvectorUrl === undefined) {
  console.warn(
    'SKIPPED, tests of similar embeddings with pgvector: EARMARK_PGVECTOR_URL names no Postgres that has it. ' +
      'Get one with: docker run -e POSTGRES_PASSWORD=test -p 5432:5432 pgvector/pgvector:pg17',
  );
}
