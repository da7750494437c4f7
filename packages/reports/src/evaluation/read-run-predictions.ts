import { ensemblesOf, type EvaluatedModel } from '@earmark/core/evaluation';
import type { RunId } from '@earmark/core/run';
import { type Pool, readRunModels, readRunTracks } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { countScoresRead, readScores, rowsOfTracks } from '../build-report.ts';
import { publishedFigures } from './published-figures.ts';

/** The models of a run with their scores for its files, then the mean of those that share a vocabulary. */
export async function readRunPredictions(
  pool: Pool,
  runId: RunId,
  onWork?: OnWork,
): Promise<readonly EvaluatedModel[]> {
  const tracks = await readRunTracks(pool, runId);
  const files = tracks.map(({ file }) => file);
  const rowOf = rowsOfTracks(tracks);
  const runModels = await readRunModels(pool, runId);
  const readNext = countScoresRead(runModels.length, onWork);
  const models: EvaluatedModel[] = [];
  for (const model of runModels) {
    const { name, vocabulary: vocabularyId } = model;
    const { vocabulary, scores } = await readScores(pool, runId, model, rowOf);
    readNext();
    models.push({
      name,
      vocabulary: vocabularyId,
      tags: vocabulary.tags,
      files,
      matrix: scores,
      decisions: null,
      published: publishedFigures(name, vocabularyId),
    });
  }
  return [...models, ...ensemblesOf(models)];
}
