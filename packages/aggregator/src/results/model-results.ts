import { join } from 'node:path';
import type { RunId } from '@earmark/core/ids.js';
import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import type { TopKOptions } from '@earmark/core/tagging/top-k.js';
import { writeFileAtomic } from '@earmark/runtime/files/write-file-atomic.js';
import { readLedgerVocabulary, type RunModel } from '@earmark/runtime/ledger/run-facts.js';
import { scoredFiles } from '@earmark/runtime/ledger/scored-files.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { resultFiles, type ResultFiles } from './result-files.ts';
import { resultsCsv } from './results-csv.ts';
import { resultsJson } from './results-json.ts';
import type { ScoredFile } from './scored-file.ts';
import { scoresCsv } from './scores-csv.ts';

/** What one model says of a run, and the names of the files that say it. */
export interface ModelResults {
  readonly model: RunModel;
  readonly vocabulary: Vocabulary;
  readonly files: ResultFiles;
  /** Read from the ledger, anew by every call. */
  readonly rows: () => AsyncIterable<ScoredFile>;
}

/** @param date files are named by its day in local time */
export async function readModelResults(
  pool: Pool,
  runId: RunId,
  model: RunModel,
  date: Date,
): Promise<ModelResults> {
  return {
    model,
    vocabulary: await readLedgerVocabulary(pool, model.vocabulary),
    files: resultFiles(model.id, date),
    rows: () => scoredFiles(pool, runId, model.key),
  };
}

/** Writes the best tags of every file as CSV and JSON; the paths. @throws as `writeFileAtomic` */
export async function writeBestTags(
  { model: { id }, vocabulary, files, rows }: ModelResults,
  folder: string,
  best: TopKOptions,
): Promise<readonly string[]> {
  const options = { ...best, vocabulary, model: id.slice(id.indexOf('/') + 1) };
  const csv = join(folder, files.resultsCsv);
  const json = join(folder, files.resultsJson);
  await writeFileAtomic(csv, resultsCsv(rows(), options));
  await writeFileAtomic(json, resultsJson(rows(), options));
  return [csv, json];
}

/** Writes every probability of every file as CSV; the path. @throws as `writeFileAtomic` */
export async function writeScores(
  { vocabulary, files, rows }: ModelResults,
  folder: string,
): Promise<readonly string[]> {
  const csv = join(folder, files.scoresCsv);
  await writeFileAtomic(csv, scoresCsv(rows(), vocabulary));
  return [csv];
}
