import type { RunId } from '@earmark/core/ids.js';
import type { EvaluatedModel } from '@earmark/core/evaluation/build-evaluation-report.js';
import { ensemblesOf } from '@earmark/core/evaluation/ensembles.js';
import { readRunModels } from '@earmark/runtime/ledger/run-facts.js';
import { readRunTracks } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { readScores } from '../read-scores.ts';
import { publishedFigures } from './published-figures.ts';

/** The models of a run, then the mean of those that share a vocabulary, with what they say of its files. */
export async function readRunPredictions(
  pool: Pool,
  runId: RunId,
): Promise<readonly EvaluatedModel[]> {
  const files = (await readRunTracks(pool, runId)).map(({ file }) => file);
  const rowOf = new Map(files.map((file, row) => [file, row]));
  const models: EvaluatedModel[] = [];
  for (const model of await readRunModels(pool, runId)) {
    const { id, vocabulary: vocabularyId } = model;
    const { vocabulary, scores } = await readScores(pool, runId, model, rowOf);
    models.push({
      id,
      vocabulary: vocabularyId,
      tags: vocabulary.tags,
      files,
      matrix: scores,
      decisions: null,
      published: publishedFigures(id, vocabularyId),
    });
  }
  return [...models, ...ensemblesOf(models)];
}
