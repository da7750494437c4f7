import { join } from 'node:path';
import type { Vocabulary } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import type { TopKOptions } from '@earmark/core/tagging';
import { type Pool, readLedgerVocabulary, type RunModel, scoredFiles } from '@earmark/ledger';
import { writeFileAtomic } from '@earmark/runtime/files';
import { resultFiles, type ResultFiles } from './result-files.ts';
import { resultsCsv, resultsJson, type ScoredFile, scoresCsv } from './result-texts.ts';

/** Scores of one model for the files of a run, and the names of its result files. */
export interface ModelResults {
  readonly model: RunModel;
  readonly vocabulary: Vocabulary;
  readonly files: ResultFiles;
  /** Read from the ledger again by every call. */
  readonly rows: () => AsyncIterable<ScoredFile>;
}

/**
 * @param date its day in local time is part of the file names
 * @param onRow called with every row that is read
 */
export async function readModelResults(
  pool: Pool,
  runId: RunId,
  model: RunModel,
  { date, onRow }: { readonly date: Date; readonly onRow: () => void },
): Promise<ModelResults> {
  return {
    model,
    vocabulary: await readLedgerVocabulary(pool, model.vocabulary),
    files: resultFiles(model.name, date),
    rows: async function* () {
      for await (const row of scoredFiles(pool, runId, model.modelRowId)) {
        yield row;
        onRow();
      }
    },
  };
}

/** Writes the best tags of every file as CSV and JSON; returns the paths. @throws as `writeFileAtomic` */
export async function writeBestTags(
  { model: { name }, vocabulary, files, rows }: ModelResults,
  folder: string,
  best: TopKOptions,
): Promise<readonly string[]> {
  const options = { ...best, vocabulary, model: name.slice(name.indexOf('/') + 1) };
  const csv = join(folder, files.resultsCsv);
  const json = join(folder, files.resultsJson);
  await writeFileAtomic(csv, resultsCsv(rows(), options));
  await writeFileAtomic(json, resultsJson(rows(), options));
  return [csv, json];
}

/** Writes every score of every file as CSV; returns the path. @throws as `writeFileAtomic` */
export async function writeScores(
  { vocabulary, files, rows }: ModelResults,
  folder: string,
): Promise<readonly string[]> {
  const csv = join(folder, files.scoresCsv);
  await writeFileAtomic(csv, scoresCsv(rows(), vocabulary));
  return [csv];
}
