import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { hasScores, type Pool, readCorpusIds, readRunFacts, readRunModels } from '@earmark/ledger';
import { writeFileAtomic } from '@earmark/runtime/files';
import { chooseRunModels } from './choose-run-models.ts';
import { type ModelResults, readModelResults, writeBestTags, writeScores } from './model-results.ts';
import { probabilitiesFile, scoresParquetFile } from './result-files.ts';
import { longParquet, wideParquet } from './scores-parquet.ts';

/** What `writeResults` writes too, with other numbers if asked for; or every probability, as text or as Parquet. */
export type Export =
  | { readonly format: 'results'; readonly topK?: number; readonly threshold?: number }
  | { readonly format: 'scores' }
  | { readonly format: 'parquet'; readonly layout: 'long' | 'wide' };

export interface ExportRequest {
  readonly what: Export;
  /** Ids, data sets or `all`; every model of the run unless told. */
  readonly models?: readonly string[];
  readonly folder: string;
}

/**
 * Writes what the ledger holds of a run now, complete or not; the paths of the files.
 *
 * @throws USAGE_INVALID when there is no such run or model, nothing is tagged yet, or the folder cannot be written to;
 *   DISK_FULL, STORE_UNAVAILABLE
 */
export async function exportRun(
  pool: Pool,
  runId: RunId,
  { what, models: names, folder }: ExportRequest,
): Promise<readonly string[]> {
  const facts = await readRunFacts(pool, runId);
  const models = chooseRunModels(await readRunModels(pool, runId), names, runId);
  if (
    !(await hasScores(
      pool,
      runId,
      models.map(({ modelRowId }) => modelRowId),
    ))
  )
    throw nothingYet(runId);
  const date = facts.completedAt ?? facts.createdAt;
  const results = await Promise.all(
    models.map((model) => readModelResults(pool, runId, model, date)),
  );
  switch (what.format) {
    case 'results': {
      const { topK, threshold } = { ...facts.options, ...what };
      return inTurn(results, (model) => writeBestTags(model, folder, { k: topK, threshold }));
    }
    case 'scores':
      return inTurn(results, (model) => writeScores(model, folder));
    case 'parquet':
      return writeParquet(pool, runId, { models: results, layout: what.layout, folder, date });
  }
}

async function writeParquet(
  pool: Pool,
  runId: RunId,
  { models, layout, folder, date }: ParquetRequest,
): Promise<readonly string[]> {
  const ids = await readCorpusIds(pool, runId);
  if (layout === 'wide') {
    return inTurn(models, async (results) => {
      const path = join(folder, scoresParquetFile(results.model.name, date));
      await writeFileAtomic(path, wideParquet(results, ids));
      return [path];
    });
  }
  const path = join(folder, probabilitiesFile(date));
  await writeFileAtomic(path, longParquet(models, ids));
  return [path];
}

interface ParquetRequest {
  readonly models: readonly ModelResults[];
  readonly layout: 'long' | 'wide';
  readonly folder: string;
  readonly date: Date;
}

/** One model after the other: each is a corpus of numbers. */
async function inTurn(
  results: readonly ModelResults[],
  write: (results: ModelResults) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const model of results) paths.push(...(await write(model)));
  return paths;
}

function nothingYet(runId: RunId): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `Run ${runId} has no predictions of these models to export. How far it is: earmark status ${runId}`,
  );
}
