import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelRowId, RunId, TagJob, TaskOutcome } from '@earmark/core/run';
import {
  addTracks,
  concludeRun,
  createPool,
  finishPlanning,
  migrate,
  owedJobs,
  type Pool,
  settle,
  type Settlement,
} from '@earmark/ledger';
import {
  itemsOf,
  openTestRun,
  planTestRun,
  registerParts,
  type RunParts,
  sourceItem,
} from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';
import { settlementOf, taggedOutcome as tagged } from '../support/settlement.ts';

let pool: Pool;
let parts: RunParts;

beforeAll(async () => {
  pool = createPool(await createDatabase('settle_embeddings'));
  await migrate(pool);
  parts = await registerParts(pool);
});
afterAll(() => pool.end());

const failed = (modelRowId: ModelRowId): TaskOutcome => ({
  status: 'failed',
  modelRowId,
  code: 'INFERENCE_FAILED',
  message: 'For the test.',
});

const settlement = (job: TagJob, outcomes: readonly TaskOutcome[]): Settlement => ({
  ...settlementOf(parts, job),
  outcomes,
});

const allOwed = (runId: RunId) => owedJobs(pool, { runId, afterTrack: 0, limit: 1_000 });

/** Of the predictions of some tracks, in order of track and model. */
async function embeddings(...jobs: readonly TagJob[]) {
  const { rows } = await pool.query<{ embedding: readonly number[] | null }>(
    'select embedding from prediction where track_id = any($1) order by track_id, model_id',
    [jobs.map(({ trackId }) => trackId)],
  );
  return rows.map(({ embedding }) => embedding && Float32Array.from(embedding));
}

const EMBEDDING = Float32Array.of(0.1, -2.5, 1e-30, 3e8, 0);

test('an embedding is stored beside the scores, of models that yield one', async () => {
  const { runId } = await planTestRun(pool, { name: 'embedding', nTracks: 3, parts });
  const [one, two, three] = await allOwed(runId);
  const [first, second] = one!.modelRowIds;
  const other = EMBEDDING.toReversed();
  await settle(pool, [
    settlement(one!, [tagged(first!, EMBEDDING), tagged(second!)]),
    settlement(two!, [failed(first!), tagged(second!, Float32Array.of(7))]),
    settlement(three!, [tagged(first!, other), tagged(second!)]),
  ]);
  expect(await embeddings(one!, two!, three!)).toEqual([
    ...[EMBEDDING, null, Float32Array.of(7)],
    ...[other, null],
  ]);
});

test('a reused task takes over the embedding of the track with equal bytes', async () => {
  const { runId } = await planTestRun(pool, { name: 'reused embedding', nTracks: 2, parts });
  const [original, copy] = await allOwed(runId);
  const [first, second] = original!.modelRowIds;
  await settle(pool, [settlement(original!, [tagged(first!, EMBEDDING), tagged(second!)])]);
  const from = original!.trackId;
  const reused = copy!.modelRowIds.map((modelRowId) => ({
    status: 'reused' as const,
    modelRowId,
    from,
  }));
  await settle(pool, [settlement(copy!, reused)]);
  expect(await embeddings(copy!)).toEqual([EMBEDDING, null]);
});

test('a prediction that is computed again replaces the embedding, and a second delivery does not', async () => {
  const first = await planTestRun(pool, { name: 'replaced', nTracks: 1, parts });
  const [job] = await allOwed(first.runId);
  const withEmbedding = (embedding: Float32Array | null) =>
    job!.modelRowIds.map((id) => tagged(id, embedding));
  await settle(pool, [settlement(job!, withEmbedding(EMBEDDING))]);
  await settle(pool, [settlement(job!, withEmbedding(Float32Array.of(1)))]);
  expect(await embeddings(job!)).toEqual([EMBEDDING, EMBEDDING]);

  for (const embedding of [Float32Array.of(2, 3), null]) {
    const again = await openTestRun(pool, `replaced by ${String(embedding)}`, parts);
    await addTracks(pool, again, itemsOf('replaced', 1));
    await finishPlanning(pool, again, { force: true, settledBy: 'test' });
    await settle(pool, [settlement({ ...job!, runId: again }, withEmbedding(embedding))]);
    expect(await embeddings(job!)).toEqual([embedding, embedding]);
  }
});

test('a file that was touched keeps its embedding, or has that of when it was tagged again', async () => {
  const embeddingOf = async (version: string, name: string, embedding: Float32Array | null) => {
    const runId = await openTestRun(pool, name, parts);
    await addTracks(pool, runId, [sourceItem('touched.wav', version)]);
    await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    const [job] = await allOwed(runId);
    const outcomes = job!.modelRowIds.map((id) => tagged(id, embedding));
    const contentSha256 = Buffer.alloc(32, 'touched');
    await settle(pool, [{ ...settlement(job!, outcomes), contentSha256 }]);
    await concludeRun(pool, runId);
    const { rows } = await pool.query<{ embedding: number[] | null }>(
      `select p.embedding from track t join prediction p on p.track_id = t.id where t.uri = $1`,
      [sourceItem('touched.wav').uri],
    );
    return rows.map((row) => row.embedding);
  };
  expect(await embeddingOf('1', 'touched 1', Float32Array.of(1, 2))).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(await embeddingOf('2', 'touched 2', Float32Array.of(3, 4))).toEqual([
    [3, 4],
    [3, 4],
  ]);
  expect(await embeddingOf('3', 'touched 3', null)).toEqual([null, null]);
});
