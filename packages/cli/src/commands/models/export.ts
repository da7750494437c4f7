import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { findInstalled, modelsNamed, readModelNames } from '@earmark/models';
import { exportModel } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import * as option from '@earmark/runtime/command';

export function exportCommand({ env, out }: Context): Command {
  return new Command('export')
    .description(
      'write manifest and network of an installed model into a folder, for others to add',
    )
    .argument('<model>', 'name of an installed model')
    .argument('[folder]', 'where to (default: <dataset>-<name> in the current folder)')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models export jamendo/fcn fcn/')
    .action(async (requested: string, folder: string | undefined, { json }: { json?: true }) => {
      const [named] = modelsNamed(await readModelNames(env), requested);
      const model = named && (await findInstalled(env, named.name));
      if (model?.spec.name !== requested) {
        throw new EarmarkError(
          'MODEL_MISSING',
          `${requested} is not the name of an installed model. See: earmark models list`,
        );
      }
      const files = await exportModel(model, folder ?? requested.replace('/', '-'));
      if (json) out.write(`${JSON.stringify({ model: requested, files })}\n`);
      else for (const file of files) out.write(`${file}\n`);
    });
}
