import { Command } from 'commander';
import { SAMPLE_RATE } from '@earmark/core/audio';
import type { ModelSpec } from '@earmark/core/model';
import { type CatalogueModel, readCatalogue } from '@earmark/models';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import * as option from '@earmark/runtime/command';

export function listCommand({ env, out }: Context): Command {
  return new Command('list')
    .description('list every model that Earmark supports, and whether it is installed')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models list')
    .action(async ({ json }: { json?: true }) => {
      const models = await readCatalogue(env);
      if (json) {
        out.write(
          `${JSON.stringify(models.map(({ manifest, installed }) => ({ ...manifest, installed: installed?.spec ?? null })))}\n`,
        );
        return;
      }
      const header = ['MODEL', 'ARCHITECTURE', 'TAGS', 'CHUNK', 'WEIGHTS', 'STATE'];
      out.write(textTable([header, ...models.map(toRow)]));
    });
}

function toRow({ manifest, installed }: CatalogueModel): readonly string[] {
  const { name, architecture, vocabulary, unusable } = manifest;
  if (unusable !== null) return [name, architecture, '', '', '', `cannot be used: ${unusable}`];
  if (!installed) return [name, architecture, vocabulary, '', '', 'not installed'];
  const { inputLength, weightsSha256 } = installed.spec;
  const chunk = `${(inputLength / SAMPLE_RATE).toFixed(1)} s`;
  return [
    name,
    architecture,
    vocabulary,
    chunk,
    weightsSha256.slice(0, 12),
    stateOf(installed.spec),
  ];
}

function stateOf({ demonstration, published }: ModelSpec): string {
  if (demonstration) return 'ships with Earmark, for demonstration';
  return published ? 'installed' : 'installed, not the published weights';
}
