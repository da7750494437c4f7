import { join } from 'node:path';
import { npyRowBytes } from '@earmark/core/corpus';
import type { RunId } from '@earmark/core/run';
import { embeddedFiles, type Pool, type RunModel } from '@earmark/ledger';
import { writeFileAtomic } from '@earmark/runtime/files';
import { embeddingFiles } from './result-files.ts';

/**
 * Writes the embeddings of a model as a NumPy matrix, one row per track in order of file, and the files of its rows as
 * JSON; returns the paths. None for a model without embeddings.
 *
 * @param onRow called with every row that is read
 * @throws as `writeFileAtomic`
 */
export async function writeEmbeddings(
  pool: Pool,
  runId: RunId,
  { name, modelRowId }: RunModel,
  { folder, date, onRow }: { readonly folder: string; readonly date: Date; readonly onRow: () => void },
): Promise<readonly string[]> {
  const files: string[] = [];
  const embeddings: Float32Array[] = [];
  // All of them are held in memory: the file begins with their number, which grows while a run goes on.
  for await (const { file, embedding } of embeddedFiles(pool, runId, modelRowId)) {
    files.push(file);
    embeddings.push(embedding);
    onRow();
  }
  const [first, ...others] = embeddings;
  if (!first) return [];
  const shape = { nRows: files.length, nColumns: first.length };
  const { matrix, rows } = embeddingFiles(name, date);
  const paths = [join(folder, matrix), join(folder, rows)] as const;
  await writeFileAtomic(paths[0], npyRowBytes([first, ...others], shape));
  await writeFileAtomic(paths[1], [`${JSON.stringify(files, null, 2)}\n`]);
  return paths;
}

