import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import {
  chooseDevice,
  DeviceName,
  type RequestedDevice,
  probeDevice,
} from '@earmark/inference/devices';
import { manifestsNamed, readManifests, readCatalogue, readShippedModels } from '@earmark/models';
import { benchModel, measurePeak, type ModelSpeed } from '@earmark/models/bench';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import * as work from '@earmark/worker/options';
import * as option from '@earmark/runtime/command';

export function benchCommand(context: Context): Command {
  return new Command('bench')
    .description(
      'measure the speed of installed models, and compare it with the peak of the device',
    )
    .argument('[models...]', 'names, data sets or "all" (default: every installed model)')
    .addOption(work.device().default(undefined))
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(
      async (
        requested: readonly string[],
        { device, json }: { device?: RequestedDevice; json?: true },
      ) => {
        const models = await chooseInstalled(requested, context);
        for (const name of await chooseDevices(device, context)) {
          await benchDevice(name, models, json ?? false, context);
        }
      },
    );
}

const HELP = `
Without --device every device that is ready is measured.

MS       time for the 16 chunks of a track on one thread, best of several; without the log-mel spectrograms
GFLOP    operations for these chunks: two for each multiply-accumulate of convolutions, matrix products and
         recurrences, as executed. Channels that are always zero were removed when the model was installed, and
         zeros that pad blocks of channels are counted, so that it may differ from the published number
OF PEAK  GFLOP/s as a share of the best rate of large float32 matrix products, with the same runtime on the same
         device (on the CPU: on one core)

Example:
  earmark models bench jamendo/fcn --device cpu`;

async function chooseInstalled(
  requested: readonly string[],
  { env }: Context,
): Promise<readonly InstalledModel[]> {
  const manifests = await readManifests();
  const named = new Set(
    requested.flatMap((name) => manifestsNamed(manifests, name)).map(({ name }) => name),
  );
  const installed = (await readCatalogue(env)).flatMap((model) => model.installed ?? []);
  const chosen = installed.filter(({ spec }) => requested.length === 0 || named.has(spec.name));
  if (chosen.length > 0) return chosen;
  throw new EarmarkError(
    'MODEL_MISSING',
    `None of these models is installed: ${requested.join(', ')}. Install them: earmark models pull ${requested.join(' ')}`,
  );
}

async function chooseDevices(
  requested: RequestedDevice | undefined,
  { variables }: Context,
): Promise<readonly DeviceName[]> {
  const shipped = await readShippedModels();
  if (requested) return [(await chooseDevice(requested, shipped, variables)).name];
  const ready: DeviceName[] = [];
  for (const device of DeviceName.options) {
    const { state } = await probeDevice({ device, models: shipped }, variables);
    if (state === 'ready') ready.push((await chooseDevice(device, shipped, variables)).name);
  }
  return ready;
}

async function benchDevice(
  device: DeviceName,
  models: readonly InstalledModel[],
  json: boolean,
  { out, signal }: Context,
): Promise<void> {
  const peak = await measurePeak(device);
  const speeds: ModelSpeed[] = [];
  for (const model of models) {
    signal.throwIfAborted();
    speeds.push(await benchModel(model, device));
  }
  if (json) {
    out.write(`${JSON.stringify({ device, peakGflopPerSecond: peak, models: speeds })}\n`);
    return;
  }
  out.write(`${device}: peak ${peak.toFixed(0)} GFLOP/s (matrix products)\n`);
  const header = ['MODEL', 'GFLOP', 'MS', 'GFLOP/S', 'OF PEAK'];
  out.write(textTable([header, ...speeds.map((speed) => toRow(speed, peak))]));
}

function toRow({ name, gflop, seconds }: ModelSpeed, peak: number): readonly string[] {
  const rate = gflop / seconds;
  return [
    name,
    gflop.toFixed(1),
    (1_000 * seconds).toFixed(0),
    rate.toFixed(1),
    `${((100 * rate) / peak).toFixed(0)} %`,
  ];
}
