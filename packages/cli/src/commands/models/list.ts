import { Command } from 'commander';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { type KnownModel, readModels } from '@earmark/models';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import * as option from '../../options.ts';

export function listCommand({ env, out }: Context): Command {
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
  const { id, architecture, vocabulary, unusable } = manifest;
  if (unusable !== null) return [id, architecture, '', '', '', `cannot be used: ${unusable}`];
  if (!atHand) return [id, architecture, vocabulary, '', '', 'not installed'];
  const { inputLength, weightsSha256 } = atHand.model;
  const chunk = `${(inputLength / SAMPLE_RATE).toFixed(1)} s`;
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
