import {
  createScoreMatrix,
  setScores,
  type ScoreMatrix,
} from '@earmark/core/agreement/score-matrix.js';
import type { RunId } from '@earmark/core/ids.js';
import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import { readLedgerVocabulary, type RunModel } from '@earmark/runtime/ledger/run-facts.js';
import { scoredPages } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';

/** What a model says of the files of a run. @param rowOf the row of each file */
export async function readScores(
  pool: Pool,
  runId: RunId,
  { key, vocabulary: vocabularyId }: Pick<RunModel, 'key' | 'vocabulary'>,
  rowOf: ReadonlyMap<string, number>,
): Promise<{ readonly vocabulary: Vocabulary; readonly scores: ScoreMatrix }> {
  const vocabulary = await readLedgerVocabulary(pool, vocabularyId);
  const matrix = createScoreMatrix({ nTracks: rowOf.size, nTags: vocabulary.tags.length });
  for await (const page of scoredPages(pool, runId, key)) {
    for (const { file, scores } of page) {
      const row = rowOf.get(file);
      // A file that is listed for a run while it is read is of the next report.
      if (row !== undefined) setScores(matrix, row, scores);
    }
  }
  return { vocabulary, scores: matrix };
}
