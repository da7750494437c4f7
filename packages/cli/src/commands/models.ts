import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { installedModelsFolder } from '@earmark/runtime/models/model-folders.js';
import { readModels, type KnownModel } from '@earmark/runtime/models/model-registry.js';
import type { Context } from '../context.ts';
import { importTree, type Import } from '../models/import-tree.ts';
import * as option from '../options.ts';
import { textTable } from '../terminal/table.ts';

export function modelsCommand(context: Context): Command {
  return new Command('models')
    .description('list the models, or install them from checkpoints')
    .addCommand(listCommand(context))
    .addCommand(importCommand(context));
}

function listCommand({ env, out }: Context): Command {
  return new Command('list')
    .description('every model Earmark knows, and which are installed')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models list')
    .action(async ({ json }: { json?: true }) => {
      const known = await readModels(env);
      if (json) {
        out.write(
          `${JSON.stringify(known.map(({ manifest, atHand }) => ({ ...manifest, installed: atHand?.model ?? null })))}\n`,
        );
        return;
      }
      const header = ['MODEL', 'ARCHITECTURE', 'TAGS', 'CHUNK', 'WEIGHTS', 'STATE'];
      out.write(textTable([header, ...known.map(toRow)]));
    });
}

function toRow({ manifest, atHand }: KnownModel): readonly string[] {
  const { id, architecture, vocabulary } = manifest;
  if (!atHand) return [id, architecture, vocabulary, '', '', 'not installed'];
  const { inputLength, weightsSha256 } = atHand.model;
  const chunk = `${(inputLength / 16_000).toFixed(1)} s`;
  return [id, architecture, vocabulary, chunk, weightsSha256.slice(0, 12), stateOf(atHand.model)];
}

function stateOf({
  demonstration,
  published,
}: {
  demonstration: boolean;
  published: boolean;
}): string {
  if (demonstration) return 'ships with Earmark, for demonstration';
  return published ? 'installed' : 'installed, not the published weights';
}

function importCommand({ env, out, err }: Context): Command {
  return new Command('import')
    .description('install models from PyTorch checkpoints')
    .argument('<dir>', 'a folder that holds <dataset>/<name>/best_model.pth')
    .addHelpText('after', '\nExample:\n  earmark models import sota-music-tagging-models/models')
    .action(async (tree: string) => {
      const manifests = (await readModels(env)).map(({ manifest }) => manifest);
      const imports: Import[] = [];
      for await (const done of importTree(tree, manifests, installedModelsFolder(env))) {
        imports.push(done);
        ('refused' in done ? err : out).write(`${describe(done)}\n`);
      }
      if (!imports.some((done) => 'installed' in done)) throw nothingInstalled(tree);
      const refused = imports.find((done) => 'refused' in done);
      if (refused)
        throw new EarmarkError(
          'CHECKPOINT_INVALID',
          'Not every checkpoint could be installed, see above.',
        );
    });
}

function describe(done: Import): string {
  if ('skipped' in done) return `${done.folder}  skipped: ${done.skipped}`;
  if ('refused' in done) return `${done.folder}  refused: ${done.refused.message}`;
  const { weightsSha256, published } = done.installed;
  const origin = published ? 'the published weights' : 'not the published weights';
  return `${done.folder}  installed (${weightsSha256.slice(0, 12)}, ${origin})`;
}

function nothingInstalled(tree: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `Nothing was installed from ${tree}. It must hold folders <dataset>/<name>/best_model.pth, such as jamendo/fcn/best_model.pth.`,
  );
}
