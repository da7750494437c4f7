import { Command } from 'commander';
import {
  audioInputOf,
  chunkSamples,
  type InstalledModel,
  type ModelManifest,
  type ModelSpec,
  vocabularyId,
} from '@earmark/core/model';
import { type KnownModel, readKnownModels, readReadyManifest } from '@earmark/models';
import { findInt8, type Int8Model } from '@earmark/models/int8';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import * as option from '@earmark/runtime/command';

export function listCommand({ env, out }: Context): Command {
  return new Command('list')
    .description(
      'list every model that Earmark knows, with its licence, and whether it is installed',
    )
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark models list')
    .action(async ({ json }: { json?: true }) => {
      const models: Listed[] = [];
      for (const model of await readKnownModels(env)) {
        const int8 = model.installed && (await findInt8(env, model.installed));
        const manifest = model.installed?.spec ?? (await readReadyManifest(model.name));
        models.push({ ...model, int8, manifest });
      }
      if (json) {
        out.write(`${JSON.stringify(models.map(toJson))}\n`);
        return;
      }
      const header = [
        'MODEL',
        'ARCHITECTURE',
        'TAGS',
        'CHUNK',
        'WEIGHTS',
        'STATE',
        'LICENCE',
        'SOURCE',
      ];
      out.write(textTable([header, ...models.flatMap(toRows)]));
    });
}

interface Listed extends KnownModel {
  /** Its form in int8, if that is installed. */
  readonly int8: Int8Model | undefined;
  /** Of an installed model, or one that comes with Earmark. */
  readonly manifest: Pick<ModelManifest, 'architecture' | 'licence' | 'source'> | undefined;
}

function toJson(model: Listed): object {
  const { entry, name, demonstration, unusable, installed, int8, manifest } = model;
  const inInt8 = int8 && { ...int8.int8.spec, passed: int8.verdict?.passed ?? null };
  const { architecture, licence, source = null } = manifest ?? {};
  const vocabulary = installed ? vocabularyName(installed.spec) : null;
  return {
    ...{ name, ...(entry ?? { architecture, vocabulary, upstream: null, licence }) },
    ...{ demonstration, unusable, source },
    installed: installed?.spec ?? null,
    int8: inInt8 ?? null,
  };
}

/** The column of the state. */
const STATE = 5;

function toRows(model: Listed): readonly (readonly string[])[] {
  const row = toRow(model);
  if (!model.int8) return [row];
  const { int8, verdict } = model.int8;
  return [
    row,
    [int8.spec.name, ...row.slice(1, STATE), int8StateOf(verdict?.passed), ...row.slice(STATE + 1)],
  ];
}

function int8StateOf(passed: boolean | undefined): string {
  if (passed === undefined) return 'int8, not compared on this machine';
  return passed ? 'int8, passed on this machine' : 'int8, differs too much on this machine';
}

function toRow({ name, entry, unusable, installed, manifest }: Listed): readonly string[] {
  const { architecture = '', licence = '' } = entry ?? manifest ?? {};
  const about = [licence, manifest?.source ?? ''];
  if (unusable !== null) {
    return [name, architecture, '', '', '', `cannot be used: ${unusable}`, ...about];
  }
  if (!installed) {
    const state = entry ? 'not installed' : 'not added';
    return [name, architecture, entry?.vocabulary ?? '', '', '', state, ...about];
  }
  return [name, architecture, ...detailsOf(installed, entry !== null), ...about];
}

/** Its tags, the length of a chunk, the weights and the state. */
function detailsOf(model: InstalledModel, isInCatalogue: boolean): readonly string[] {
  const { spec } = model;
  const input = audioInputOf(model);
  const chunk = `${(chunkSamples(input) / input.sampleRate).toFixed(1)} s`;
  const state = isInCatalogue ? stateOf(spec) : 'added';
  const tags = vocabularyName(spec) ?? 'an embedding alone';
  return [tags, chunk, spec.weightsSha256.slice(0, 12), state];
}

function vocabularyName(spec: ModelSpec): string | null {
  return spec.tags === null ? null : vocabularyId(spec);
}

function stateOf({ demonstration, published }: ModelSpec): string {
  if (demonstration) return 'ships with Earmark, for demonstration';
  return published ? 'installed' : 'installed, not the published weights';
}
