import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import type { ModelSpec, CatalogueEntry } from '@earmark/core/model';
import type { OnWork } from '@earmark/runtime/display';
import { installModel } from './install-model.ts';
import { refuseOtherModel } from './refuse-other-model.ts';

/** The result for one `<dataset>/<name>` folder of a tree. */
export type Import =
  | { readonly folder: string; readonly installed: ModelSpec }
  | { readonly folder: string; readonly skipped: string }
  | { readonly folder: string; readonly refused: EarmarkError };

const CHECKPOINT = 'best_model.pth';

/**
 * Installs every model of the catalogue from a tree `<dataset>/<name>/best_model.pth`. A folder of no such
 * model is skipped, a checkpoint that cannot be used is refused; neither keeps the others from being installed.
 *
 * @throws USAGE_INVALID when the tree cannot be read; DISK_FULL
 */
export async function* importTree(
  tree: string,
  catalogue: readonly CatalogueEntry[],
  { modelsFolder, onWork }: { readonly modelsFolder: string; readonly onWork?: OnWork },
): AsyncGenerator<Import> {
  const folders = await modelFolders(tree);
  const installing = (nDone: number) =>
    onWork?.({ what: 'Installing', nDone, nAll: folders.length, noun: 'model' });
  for (const [nDone, folder] of folders.entries()) {
    installing(nDone);
    const entry = catalogue.find((one) => one.name === folder);
    const checkpoint = join(tree, folder, CHECKPOINT);
    if (!folder.includes('/')) yield { folder, skipped: 'it holds no folder per model' };
    else if (!(await isFile(checkpoint))) yield { folder, skipped: `it holds no ${CHECKPOINT}` };
    else if (!entry) yield { folder, skipped: 'the catalogue has no model of this name' };
    else if (entry.unusable !== null)
      yield { folder, skipped: `it cannot be used: ${entry.unusable}` };
    else yield await importOne({ folder, entry, checkpoint, catalogue, modelsFolder });
  }
  installing(folders.length);
}

/** `<dataset>/<name>` of every folder that may hold a checkpoint; `<dataset>` alone where there is none in it. */
async function modelFolders(tree: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const dataset of await subfolders(tree)) {
    const names = await subfolders(join(tree, dataset));
    folders.push(...(names.length === 0 ? [dataset] : names.map((name) => `${dataset}/${name}`)));
  }
  return folders;
}

interface ImportOptions {
  readonly folder: string;
  readonly entry: CatalogueEntry;
  readonly checkpoint: string;
  readonly catalogue: readonly CatalogueEntry[];
  readonly modelsFolder: string;
}

async function importOne(options: ImportOptions): Promise<Import> {
  const { folder, entry, catalogue, modelsFolder } = options;
  try {
    const checkpoint = await readFile(options.checkpoint);
    refuseOtherModel(entry, checkpoint, catalogue);
    const installed = await installModel(entry, checkpoint, join(modelsFolder, folder));
    return { folder, installed };
  } catch (cause) {
    const error = toEarmarkError(cause);
    if (error.code === 'DISK_FULL' || error.code === 'USAGE_INVALID') throw error;
    return { folder, refused: error };
  }
}

async function subfolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The folder ${folder} cannot be read. Name one that holds <dataset>/<name>/${CHECKPOINT}.`,
      { cause: error },
    );
  });
  const isFolder = await Promise.all(
    entries.map(async (entry) =>
      (await stat(join(folder, entry)).catch(() => undefined))?.isDirectory(),
    ),
  );
  return entries.filter((_, index) => isFolder[index]).sort();
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
