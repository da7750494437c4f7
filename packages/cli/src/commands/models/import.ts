import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { installedModelsFolder, readCatalogue } from '@earmark/models';
import { importTree } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import { type Display, showWork, withDisplay } from '@earmark/runtime/display';
import {
  type Installation,
  installationJson,
  showInstallation,
} from '../../models/installation.ts';
import * as option from '@earmark/runtime/command';

export function importCommand(context: Context): Command {
  return new Command('import')
    .description('install models from PyTorch checkpoints')
    .argument('<dir>', 'folder of checkpoints: <dataset>/<name>/best_model.pth')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models import sota-music-tagging-models/models')
    .action(async (tree: string, { json }: { json?: true }) => {
      const imports = await withDisplay(context, { json }, (display) =>
        importAll(tree, display, context),
      );
      if (json) {
        context.out.write(`${JSON.stringify({ models: imports.map(installationJson) })}\n`);
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

async function importAll(
  tree: string,
  display: Display,
  { env, signal }: Context,
): Promise<readonly Installation[]> {
  const imports: Installation[] = [];
  const modelsFolder = installedModelsFolder(env);
  const onWork = showWork(display);
  for await (const done of importTree(tree, await readCatalogue(), { modelsFolder, onWork })) {
    signal.throwIfAborted();
    const { folder: name, ...result } = done;
    const installation = { name, ...result };
    imports.push(installation);
    showInstallation(display, installation);
  }
  return imports;
}

function nothingInstalled(tree: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `Nothing was installed from ${tree}. It must contain files <dataset>/<name>/best_model.pth, such as jamendo/fcn/best_model.pth.`,
  );
}
