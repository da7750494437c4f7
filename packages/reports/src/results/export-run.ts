import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { hasScores, type Pool, readCorpusIds, readRunFacts, readRunModels, type RunFacts } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { writeFileAtomic } from '@earmark/runtime/files';
import { writePlaylists } from '../playlists/write-playlists.ts';
import { chooseRunModels } from './choose-run-models.ts';
import { countRows } from './count-rows.ts';
import { type ModelResults, readModelResults, writeBestTags, writeScores } from './model-results.ts';
import { allScoresParquetFile, scoresParquetFile } from './result-files.ts';
import { longParquet, wideParquet } from './scores-parquet.ts';
import { writeEmbeddings } from './write-embeddings.ts';

/**
 * The best tags as in `writeResults`, with another top-k or threshold if given; every score, as CSV or as Parquet; the
 * embeddings of the models that yield one; or the best tracks of each tag as playlists.
 */
export type Export =
  | { readonly format: 'results'; readonly topK?: number; readonly threshold?: number }
  | { readonly format: 'scores' }
  | { readonly format: 'parquet'; readonly layout: 'long' | 'wide' }
  | { readonly format: 'embeddings' }
  | {
      readonly format: 'm3u';
      /** Smallest score of a track; as in the run by default. */
      readonly threshold?: number;
      /** Tracks per playlist. */
      readonly limit: number;
      readonly ensemble: boolean;
      /** Folder with a copy of the objects of a source in S3. */
      readonly audio?: string;
    };

export interface ExportRequest {
  readonly what: Export;
  /** Model names, data sets or `all`; every model of the run by default. */
  readonly models?: readonly string[];
  readonly folder: string;
  readonly onWork?: OnWork | undefined;
}

/**
 * Writes the present scores of a run, complete or not; returns the paths of the files.
 *
 * @throws USAGE_INVALID when there is no such run or model, nothing is tagged yet, or the folder cannot be written to;
 *   DISK_FULL, STORE_UNAVAILABLE
 */
export async function exportRun(
  pool: Pool,
  runId: RunId,
  { what, models: names, folder, onWork }: ExportRequest,
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
    throw noPredictions(runId);
  const date = facts.completedAt ?? facts.createdAt;
  if (what.format === 'm3u') {
    const best = { threshold: facts.options.threshold, ...what };
    const { ensemble, audio } = what;
    const request = { facts, models, best, ensemble, audio, folder, date, onWork };
    return writePlaylists(pool, runId, request);
  }
  const nRows = N_PASSES[what.format] * models.length * facts.nTracks;
  const { onRow, end } = countRows(nRows, onWork);
  const results = await Promise.all(
    models.map((model) => readModelResults(pool, runId, model, { date, onRow })),
  );
  const paths = await writeRows(pool, runId, { what, models: results, facts, folder, date, onRow });
  end();
  return paths;
}

interface RowsRequest {
  readonly what: Exclude<Export, { format: 'm3u' }>;
  readonly models: readonly ModelResults[];
  readonly facts: RunFacts;
  readonly folder: string;
  readonly date: Date;
  readonly onRow: () => void;
}

function writeRows(
  pool: Pool,
  runId: RunId,
  { what, models, facts, folder, date, onRow }: RowsRequest,
): Promise<readonly string[]> {
  switch (what.format) {
    case 'results': {
      const { topK, threshold } = { ...facts.options, ...what };
      return writeEach(models, (model) => writeBestTags(model, folder, { k: topK, threshold }));
    }
    case 'scores':
      return writeEach(models, (model) => writeScores(model, folder));
    case 'parquet':
      return writeParquet(pool, runId, { models, layout: what.layout, folder, date });
    case 'embeddings':
      return writeAllEmbeddings(pool, runId, { models, folder, date, onRow });
  }
}

/** Passes over the rows of a model: the best tags are written as CSV and as JSON. */
const N_PASSES = { results: 2, scores: 1, parquet: 1, embeddings: 1 };

async function writeParquet(
  pool: Pool,
  runId: RunId,
  { models, layout, folder, date }: ParquetRequest,
): Promise<readonly string[]> {
  const ids = await readCorpusIds(pool, runId);
  if (layout === 'wide') {
    return writeEach(models, async (results) => {
      const path = join(folder, scoresParquetFile(results.model.name, date));
      await writeFileAtomic(path, wideParquet(results, ids));
      return [path];
    });
  }
  const path = join(folder, allScoresParquetFile(date));
  await writeFileAtomic(path, longParquet(models, ids));
  return [path];
}

interface ParquetRequest {
  readonly models: readonly ModelResults[];
  readonly layout: 'long' | 'wide';
  readonly folder: string;
  readonly date: Date;
}

async function writeAllEmbeddings(
  pool: Pool,
  runId: RunId,
  { models, ...request }: Pick<RowsRequest, 'models' | 'folder' | 'date' | 'onRow'>,
): Promise<readonly string[]> {
  const paths = await writeEach(models, ({ model }) => writeEmbeddings(pool, runId, model, request));
  if (paths.length > 0) return paths;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${runId} has no embeddings of these models to export: they yield none, or have tagged its tracks before they ` +
      'did. In the second case tag them again: earmark run SOURCE --force',
  );
}

/** One model after the other, since each is read with all scores of the corpus. */
async function writeEach(
  results: readonly ModelResults[],
  write: (results: ModelResults) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const model of results) paths.push(...(await write(model)));
  return paths;
}

function noPredictions(runId: RunId): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `Run ${runId} has no predictions of these models to export yet. To see its progress: earmark status ${runId}`,
  );
}
