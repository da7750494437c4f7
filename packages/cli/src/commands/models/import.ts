import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { installedModelsFolder, readManifests } from '@earmark/models';
import { type Import, importTree } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import { installedText } from './pull.ts';

export function importCommand({ env, out, err }: Context): Command {
  return new Command('import')
    .description('install models from PyTorch checkpoints')
    .argument('<dir>', 'folder of checkpoints: <dataset>/<name>/best_model.pth')
    .addHelpText('after', '\nExample:\n  earmark models import sota-music-tagging-models/models')
    .action(async (tree: string) => {
      const imports: Import[] = [];
      for await (const done of importTree(
        tree,
        await readManifests(),
        installedModelsFolder(env),
      )) {
        imports.push(done);
        ('refused' in done ? err : out).write(`${describe(done)}\n`);
      }
      if (!imports.some((done) => 'installed' in done)) throw nothingInstalled(tree);
      const refused = imports.find((done) => 'refused' in done);
      if (refused) {
        throw new EarmarkError(
          'CHECKPOINT_INVALID',
          'Not every checkpoint could be installed, see above.',
        );
      }
    });
}

function describe(done: Import): string {
  if ('skipped' in done) return `${done.folder}  skipped: ${done.skipped}`;
  if ('refused' in done) return `${done.folder}  refused: ${done.refused.message}`;
  return `${done.folder}  ${installedText(done.installed)}`;
}

function nothingInstalled(tree: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `Nothing was installed from ${tree}. It must contain files <dataset>/<name>/best_model.pth, such as jamendo/fcn/best_model.pth.`,
  );
}
