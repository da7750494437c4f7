import {
  createScoreMatrix,
  setScores,
  type ScoreMatrix,
} from '@earmark/core/agreement/score-matrix.js';
import type { RunId } from '@earmark/core/ids.js';
import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import type { RunModel } from '@earmark/runtime/ledger/run-facts.js';
import { scoredFiles } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';

/** What a model says of the files of a run. @param rowOf the row of each file */
export async function readScores(
  pool: Pool,
  runId: RunId,
  model: RunModel['key'],
  vocabulary: Vocabulary,
  rowOf: ReadonlyMap<string, number>,
): Promise<ScoreMatrix> {
  const matrix = createScoreMatrix({ nTracks: rowOf.size, nTags: vocabulary.tags.length });
  for await (const { file, scores } of scoredFiles(pool, runId, model)) {
    const row = rowOf.get(file);
    if (row !== undefined) setScores(matrix, row, scores);
  }
  return matrix;
}
