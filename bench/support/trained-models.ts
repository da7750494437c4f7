import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledModel } from '@earmark/core/model';
import { readCatalogue } from '@earmark/models';
import { importTree } from '@earmark/models/install';

/** Installs the published jamendo checkpoints that EARMARK_GOLDEN has in a home; none where it is not set. */
export async function installTrainedModels(home: string): Promise<readonly InstalledModel[]> {
  const tree = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden/weights');
  if (!existsSync(tree)) return [];
  const entries = (await readCatalogue()).filter(({ name }) => name.startsWith('jamendo/'));
  const folder = join(home, 'models');
  const models: InstalledModel[] = [];
  for await (const one of importTree(tree, entries, { modelsFolder: folder })) {
    if (!('installed' in one)) continue;
    models.push({ spec: one.installed, folder: join(folder, one.folder), parent: null });
  }
  return models;
}
