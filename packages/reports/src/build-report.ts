import { createScoreMatrix, type ScoreMatrix, setScores } from '@earmark/core/agreement';
import type { Vocabulary } from '@earmark/core/model';
import {
  buildRunReport,
  MAX_LISTED_FAILURES,
  MAX_LISTED_SILENT_TRACKS,
  type ModelScores,
  type RunReport,
  type RunReportInput,
  type Software,
} from '@earmark/core/report';
import type { RunId } from '@earmark/core/run';
import {
  countFailures,
  type Pool,
  readFailures,
  readLedgerVocabulary,
  readRunFacts,
  readRunModels,
  readRunSoftware,
  readRunTracks,
  readSilentTracks,
  type RunFacts,
  type RunModel,
  scoredPages,
} from '@earmark/ledger';

/** The report of a run, computed from what the ledger holds. @throws USAGE_INVALID when there is no such run */
export async function buildReport(pool: Pool, runId: RunId): Promise<RunReport> {
  const facts = await readRunFacts(pool, runId);
  const tracks = await readRunTracks(pool, runId);
  const rowOf = new Map(tracks.map(({ file }, row) => [file, row] as const));
  const readModelScores = async (runModel: RunModel): Promise<ModelScores> => {
    const { modelRowId, vocabulary, ...model } = runModel;
    return { model, ...(await readScores(pool, runId, { modelRowId, vocabulary }, rowOf)) };
  };
  const runModels = await readRunModels(pool, runId);
  // Concurrently: while Postgres reads for one model, the scores of another are unpacked here.
  const [models, software, failureCounts, failures, silentTracks] = await Promise.all([
    Promise.all(runModels.map(readModelScores)),
    readSoftware(pool, runId),
    countFailures(pool, runId),
    readFailures(pool, runId, MAX_LISTED_FAILURES),
    readSilentTracks(pool, runId, MAX_LISTED_SILENT_TRACKS),
  ]);
  return buildRunReport({
    run: toRun(runId, facts),
    options: { topK: facts.options.topK, threshold: facts.options.threshold },
    tracks,
    models,
    software,
    failureCounts,
    failures,
    silentTracks,
  });
}

function toRun(id: RunId, facts: RunFacts): RunReportInput['run'] {
  const { source, state, createdAt, completedAt, nTasks, audioSeconds } = facts;
  const { tagged, reused, failed } = facts;
  return {
    id,
    source,
    state,
    createdAt: createdAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
    tasks: { planned: nTasks, tagged, reused, failed },
    audioSeconds,
  };
}

async function readSoftware(pool: Pool, runId: RunId): Promise<Software[]> {
  const software = await readRunSoftware(pool, runId);
  return software.map(({ firstAt, lastAt, ...versions }) => ({
    ...versions,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}

/** Scores of a model for the files of a run. @param rowOf the row of each file */
export async function readScores(
  pool: Pool,
  runId: RunId,
  { modelRowId, vocabulary: vocabularyId }: Pick<RunModel, 'modelRowId' | 'vocabulary'>,
  rowOf: ReadonlyMap<string, number>,
): Promise<{ readonly vocabulary: Vocabulary; readonly scores: ScoreMatrix }> {
  const vocabulary = await readLedgerVocabulary(pool, vocabularyId);
  const matrix = createScoreMatrix({ nTracks: rowOf.size, nTags: vocabulary.tags.length });
  for await (const page of scoredPages(pool, runId, modelRowId)) {
    for (const { file, scores } of page) {
      const row = rowOf.get(file);
      // A file that is added to the run while it is read belongs to the next report.
      if (row !== undefined) setScores(matrix, row, scores);
    }
  }
  return { vocabulary, scores: matrix };
}
