import { createScoreMatrix, type ScoreMatrix } from '@earmark/core/agreement';
import type { Vocabulary } from '@earmark/core/model';
import {
  buildRunReport,
  MAX_LISTED_FAILURES,
  MAX_LISTED_SILENT_TRACKS,
  type ModelScores,
  rateTracks,
  type RunReport,
  type RunReportInput,
  type Software,
  toRule,
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
  readScoreMatrix,
  readSilentTracks,
  type RunFacts,
  type RunModel,
  type RunTrack,
} from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { createSlots } from '@earmark/runtime/process';

/** On which scores are read at a time: Postgres needs more time to send them than is needed here to place them. */
const N_CONNECTIONS = 2;

/** The report of a run, computed from what the ledger holds. @throws USAGE_INVALID when there is no such run */
export async function buildReport(pool: Pool, runId: RunId, onWork?: OnWork): Promise<RunReport> {
  const [{ facts, ...scored }, software, failureCounts, failures, silentTracks] = await Promise.all(
    [
      readModels(pool, runId, onWork),
      readSoftware(pool, runId),
      countFailures(pool, runId),
      readFailures(pool, runId, MAX_LISTED_FAILURES),
      readSilentTracks(pool, runId, MAX_LISTED_SILENT_TRACKS),
    ],
  );
  return buildRunReport({
    run: toRun(runId, facts),
    options: optionsOf(facts),
    ...scored,
    software,
    failureCounts,
    failures,
    silentTracks,
  });
}

/** What the models of a run say of its tracks; what concerns one of them alone is computed while others are read. */
async function readModels(pool: Pool, runId: RunId, onWork?: OnWork) {
  const [facts, tracks, runModels] = await Promise.all([
    readRunFacts(pool, runId),
    readRunTracks(pool, runId),
    readRunModels(pool, runId),
  ]);
  const rule = toRule(optionsOf(facts));
  const rowOf = rowsOfTracks(tracks);
  const slots = createSlots(N_CONNECTIONS);
  const readNext = countScoresRead(runModels.length, onWork);
  const readModelScores = async (runModel: RunModel): Promise<ModelScores> => {
    const { modelRowId, vocabulary, ...model } = runModel;
    const read = await slots.use(() => readScores(pool, runId, { modelRowId, vocabulary }, rowOf));
    readNext();
    return { model, vocabulary: read.vocabulary, rated: rateTracks(model.name, read.scores, rule) };
  };
  return {
    facts,
    tracks: tracks.map(({ file, uri }) => ({ file, uri })),
    models: await Promise.all(runModels.map(readModelScores)),
  };
}

/** Reports that no scores are read yet, and with every call that those of one more model are. */
export function countScoresRead(nAll: number, onWork?: OnWork): () => void {
  let nDone = -1;
  const readNext = () => {
    nDone++;
    onWork?.({ what: 'Reading scores', nDone, nAll, noun: 'model' });
  };
  readNext();
  return readNext;
}

function optionsOf({ options: { topK, threshold } }: RunFacts): RunReportInput['options'] {
  return { topK, threshold };
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

/** The row of each track in the matrices of a run: its place in the order of files. */
export function rowsOfTracks(tracks: readonly RunTrack[]): ReadonlyMap<number, number> {
  return new Map(tracks.map(({ trackId }, row) => [trackId, row]));
}

/** Scores of a model for the tracks of a run. @param rowOf the row of each track */
export async function readScores(
  pool: Pool,
  runId: RunId,
  { modelRowId, vocabulary: vocabularyId }: Pick<RunModel, 'modelRowId' | 'vocabulary'>,
  rowOf: ReadonlyMap<number, number>,
): Promise<{ readonly vocabulary: Vocabulary; readonly scores: ScoreMatrix }> {
  const vocabulary = await readLedgerVocabulary(pool, vocabularyId);
  const matrix = createScoreMatrix({ nTracks: rowOf.size, nTags: vocabulary.tags.length });
  // A track that is added to the run while it is read has no row: it belongs to the next report.
  await readScoreMatrix(pool, { runId, modelRowId }, rowOf, matrix);
  return { vocabulary, scores: matrix };
}
