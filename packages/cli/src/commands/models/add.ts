import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { ModelName } from '@earmark/core/model';
import { formatCounted } from '@earmark/core/text';
import { addModel, type AddedModel } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import { withDisplay } from '@earmark/runtime/display';
import * as option from '@earmark/runtime/command';

export function addCommand(context: Context): Command {
  return new Command('add')
    .description('install a model of your own: an ONNX network, and a manifest that describes it')
    .argument('<manifest>', 'JSON file, or the name of a manifest that comes with Earmark')
    .option('--onnx <file>', 'the network (default: the file beside the manifest that it names)')
    .option('--name <name>', 'name of the model, in place of that of the manifest', parseName)
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(async (manifest: string, { onnx, name, json }: Options) => {
      const { env, variables, signal, out } = context;
      const { installed, ...found } = await withDisplay(context, { json }, async (display) => {
        display.progress(`Trying the network of ${manifest}`, { share: null });
        const added = await addModel(manifest, { network: onnx, name, env, variables, signal });
        display.endProgress();
        for (const warning of added.warnings) display.warn(`Warning: ${warning}`);
        for (const line of addedText(added)) display.line(line);
        return added;
      });
      if (json) out.write(`${JSON.stringify({ model: installed, ...found })}\n`);
    });
}

interface Options {
  readonly onnx?: string;
  readonly name?: ModelName;
  readonly json?: true;
}

const HELP = `
How to write a manifest: docs/adding-a-model.md

Whatever can be checked is checked first: that network and manifest fit, that the network gives what the manifest says
for some signals, and, if the manifest has reference scores, that they are reproduced. Then the model is like any other:
earmark run, verify, report, evaluate and SQL know it by its name.

Examples:
  earmark models add my_model/manifest.json
  earmark models add essentia/discogs_effnet --onnx ~/Downloads/discogs-effnet-bsdynamic-1.onnx`;

function parseName(value: string): ModelName {
  const { data } = ModelName.safeParse(value);
  if (data !== undefined) return data;
  throw new EarmarkError(
    'USAGE_INVALID',
    `--name ${value} is no name of a model. Write <dataset>/<name> in small letters, digits and _, such as mine/genre.`,
  );
}

function addedText({ installed, referenceDifference }: AddedModel): readonly string[] {
  const { name, licence, nTags, nDimensions } = installed;
  const yields = [
    ...(nTags > 0 ? [formatCounted(nTags, 'tag')] : []),
    ...(nDimensions === null ? [] : [`an embedding of ${String(nDimensions)} dimensions`]),
  ].join(' and ');
  const proof =
    referenceDifference === null
      ? ''
      : `; its reference scores are reproduced, with differences of up to ${referenceDifference.toExponential(0)}`;
  const next =
    nTags > 0
      ? `Next: earmark run my_music/ --models ${name}`
      : 'It has no tags: add models that read its embedding.';
  return [`${name}  added: ${yields}${proof}`, `Licence of its weights: ${licence}`, next];
}
