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
      'measure how fast installed models run, and how near that is to what the device can do',
    )
    .argument('[models...]', 'ids, data sets or "all" (default: whatever is installed)')
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

MS       the 16 chunks of a track, best of several times, one thread; their front end is not counted
GFLOP    what they cost: two for each multiply-accumulate of convolutions, matrix products and recurrences, as
         it is executed. Channels that can never sound were left out when the model was installed, and zeros
         that fill up blocks of channels are counted, so it may differ from what is published of a network
OF PEAK  GFLOP/s as a share of the best rate of large float32 matrix products, by the same runtime on the same
         device (of the CPU one core)

Example:
  earmark models bench jamendo/fcn --device cpu`;

async function chooseInstalled(
  requested: readonly string[],
  { env }: Context,
): Promise<readonly InstalledModel[]> {
  const manifests = await readManifests();
  const named = new Set(
    requested.flatMap((wish) => manifestsNamed(manifests, wish)).map(({ name }) => name),
  );
  const installed = (await readCatalogue(env)).flatMap((model) => model.installed ?? []);
  const chosen = installed.filter(({ spec }) => requested.length === 0 || named.has(spec.name));
  if (chosen.length > 0) return chosen;
  throw new EarmarkError(
    'MODEL_MISSING',
    `Of ${requested.join(', ')} nothing is installed. Download it: earmark models pull ${requested.join(' ')}`,
  );
}

async function chooseDevices(
  wish: RequestedDevice | undefined,
  { variables }: Context,
): Promise<readonly DeviceName[]> {
  const proof = await readShippedModels();
  if (wish) return [(await chooseDevice(wish, proof, variables)).name];
  const ready: DeviceName[] = [];
  for (const device of DeviceName.options) {
    const { state } = await probeDevice({ device, models: proof }, variables);
    if (state === 'ready') ready.push((await chooseDevice(device, proof, variables)).name);
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
  for (const atHand of models) {
    signal.throwIfAborted();
    speeds.push(await benchModel(atHand, device));
  }
  if (json) {
    out.write(`${JSON.stringify({ device, peakGflopPerSecond: peak, models: speeds })}\n`);
    return;
  }
  out.write(`${device}: matrix products at ${peak.toFixed(0)} GFLOP/s\n`);
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
