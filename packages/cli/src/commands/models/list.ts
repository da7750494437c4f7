import { Command } from 'commander';
import type { ModelSpec } from '@earmark/core/model';
import { type CatalogueModel, readCatalogue } from '@earmark/models';
import { findInt8, type Int8Model } from '@earmark/models/int8';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import * as option from '@earmark/runtime/command';

export function listCommand({ env, out }: Context): Command {
  return new Command('list')
    .description('list every model that Earmark supports, and whether it is installed')
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models list')
    .action(async ({ json }: { json?: true }) => {
      const models: Listed[] = [];
      for (const model of await readCatalogue(env)) {
        const int8 = model.installed && (await findInt8(env, model.installed));
        models.push({ ...model, int8 });
      }
      if (json) {
        out.write(`${JSON.stringify(models.map(toJson))}\n`);
        return;
      }
      const header = ['MODEL', 'ARCHITECTURE', 'TAGS', 'CHUNK', 'WEIGHTS', 'STATE'];
      out.write(textTable([header, ...models.flatMap(toRows)]));
    });
}

interface Listed extends CatalogueModel {
  /** Its form in int8, if that is installed. */
  readonly int8: Int8Model | undefined;
}

function toJson({ manifest, installed, int8 }: Listed): object {
  const inInt8 = int8 && { ...int8.int8.spec, passed: int8.verdict?.passed ?? null };
  return { ...manifest, installed: installed?.spec ?? null, int8: inInt8 ?? null };
}

function toRows(model: Listed): readonly (readonly string[])[] {
  const row = toRow(model);
  if (!model.int8) return [row];
  const { int8, verdict } = model.int8;
  return [row, [int8.spec.name, ...row.slice(1, -1), int8StateOf(verdict?.passed)]];
}

function int8StateOf(passed: boolean | undefined): string {
  if (passed === undefined) return 'int8, not compared on this machine';
  return passed ? 'int8, passed on this machine' : 'int8, differs too much on this machine';
}

function toRow({ manifest, installed }: CatalogueModel): readonly string[] {
  const { name, architecture, vocabulary, unusable } = manifest;
  if (unusable !== null) return [name, architecture, '', '', '', `cannot be used: ${unusable}`];
  if (!installed) return [name, architecture, vocabulary, '', '', 'not installed'];
  const { inputLength, sampleRate, weightsSha256 } = installed.spec;
  const chunk = `${(inputLength / sampleRate).toFixed(1)} s`;
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
