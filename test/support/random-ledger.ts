import { Vocabulary } from '@earmark/core/model';
import type { RunReport } from '@earmark/core/report';
import type { ModelRowId, RunId } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import {
  createPool,
  inTransaction,
  migrate,
  type Pool,
  registerModels,
  storeReport,
} from '@earmark/ledger';
import { buildReport } from '@earmark/reports';
import { runListing } from './listed-runs.ts';
import { registerParts, testModel } from './planned-run.ts';
import { randomCorpus, type RandomTrack } from './random-corpus.ts';
import { createDatabase } from './services.ts';

export const MODELS = ['moods/one', 'moods/two', 'moods/three'];

const VOCABULARY = Vocabulary.parse({
  id: 'moods',
  tags: Array.from({ length: 12 }, (_, i) => {
    const tag = `mood/theme---${'abcdefghijkl'[i]!}`;
    return { tag, category: 'mood/theme', en: `Mood ${String(i)}`, zh: `情绪${String(i)}` };
  }),
});
export const TAGS = VOCABULARY.tags.map(({ tag }) => tag);

/** What the run selects by. */
export const RULE = { k: 4, threshold: 0.3 };

/** The tags that a model with these scores selects, best first. */
export const selected = (scores: Float32Array, rule = RULE) => topK(scores, rule);

/** A ledger with one complete run of a random corpus, and its report. */
export interface RandomLedger {
  readonly pool: Pool;
  readonly tracks: readonly RandomTrack[];
  readonly runId: RunId;
  readonly report: RunReport;
  /** The tracks that a model has scored, with its scores. */
  scoredBy(model: string): readonly (Omit<RandomTrack, 'scores'> & { scores: Float32Array })[];
  /** Scores of a model for a track; undefined where it failed. */
  scoresOf(model: string, track: RandomTrack): Float32Array | undefined;
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

export async function createRandomLedger(database: string): Promise<RandomLedger> {
  const pool = createPool(await createDatabase(database));
  await migrate(pool);
  const { softwareId } = await registerParts(pool);
  const models = MODELS.map((name) => ({
    model: testModel(name, { vocabulary: VOCABULARY }),
    vocabulary: VOCABULARY,
  }));
  const ids = await inTransaction(pool, (client) => registerModels(client, models));
  const tracks = randomCorpus(120, { models: ids, tags: TAGS, seed: 7 });
  const scoresOf = new Map(tracks.map(({ content, scores }) => [content, scores]));
  const runId = await runListing(pool, {
    ...{ source: '/random', uriPrefix: 'file:///random/', models: ids, softwareId },
    files: Object.fromEntries(tracks.map(({ file, content }) => [file, ['1', content]])),
    score: (content, id) => scoresOf.get(content)?.get(id) ?? null,
    options: { topK: RULE.k, threshold: RULE.threshold },
    metadata: Object.fromEntries(
      tracks.map(({ file, corpusTags }) => [file, { tags: corpusTags }]),
    ),
  });
  const report = await buildReport(pool, runId);
  await storeReport(pool, runId, report);
  const idOf = new Map<string, ModelRowId>(ids.map((id, i) => [MODELS[i]!, id]));
  const ofTrack = (model: string, { scores }: RandomTrack) => scores.get(idOf.get(model)!);
  return {
    ...{ pool, tracks, runId, report },
    scoresOf: ofTrack,
    scoredBy: (model) =>
      tracks.flatMap((track) => {
        const scores = ofTrack(model, track);
        return scores ? [{ ...track, scores }] : [];
      }),
    async rows(sql, values = []) {
      return (await pool.query<Record<string, unknown>>(sql, [...values])).rows;
    },
  };
}
