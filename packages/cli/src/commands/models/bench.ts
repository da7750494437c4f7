import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import {
  chooseDevice,
  DeviceName,
  type RequestedDevice,
  probeDevice,
} from '@earmark/inference/devices';
import { installedOf, modelsNamed, readKnownModels, readShippedModels } from '@earmark/models';
import { benchModel, measurePeak, type ModelSpeed } from '@earmark/models/bench';
import type { Context } from '@earmark/runtime/command';
import { type Display, showWork, withDisplay } from '@earmark/runtime/display';
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
        const chosen = await chooseDevices(device, context);
        const devices = await withDisplay(context, { json }, (display) =>
          benchDevices(chosen, models, display, context),
        );
        if (json) context.out.write(`${JSON.stringify({ devices })}\n`);
      },
    );
}

const HELP = `
Without --device every device that is ready is measured.

MS       time for 16 chunks on one thread, best of several; without the spectrograms
GFLOP    operations for these chunks: two for each multiply-accumulate of convolutions, matrix products and
         recurrences, as executed. Channels that are always zero were removed when the model was installed, and
         zeros that pad blocks of channels are counted, so that it may differ from the published number. Not known
         of a model that was added
OF PEAK  GFLOP/s as a share of the best rate of large float32 matrix products, with the same runtime on the same
         device (on the CPU: on one core)

Example:
  earmark models bench jamendo/fcn --device cpu`;

async function chooseInstalled(
  requested: readonly string[],
  { env }: Context,
): Promise<readonly InstalledModel[]> {
  const known = await readKnownModels(env);
  const named = requested.flatMap((name) => modelsNamed(known, name));
  const chosen = installedOf(requested.length === 0 ? known : [...new Set(named)]);
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

interface DeviceSpeed {
  readonly device: DeviceName;
  readonly peakGflopPerSecond: number;
  readonly models: readonly ModelSpeed[];
}

async function benchDevices(
  devices: readonly DeviceName[],
  models: readonly InstalledModel[],
  display: Display,
  { signal }: Context,
): Promise<readonly DeviceSpeed[]> {
  const onWork = showWork(display);
  const nAll = devices.length * models.length;
  const measured: DeviceSpeed[] = [];
  let nDone = 0;
  const showProgress = () => onWork({ what: 'Measuring', nDone, nAll, noun: 'model' });
  for (const device of devices) {
    showProgress();
    const peakGflopPerSecond = await measurePeak(device);
    const speeds: ModelSpeed[] = [];
    for (const model of models) {
      signal.throwIfAborted();
      showProgress();
      speeds.push(await benchModel(model, device));
      nDone++;
    }
    const speed = { device, peakGflopPerSecond, models: speeds };
    measured.push(speed);
    display.line(speedText(speed));
  }
  showProgress();
  return measured;
}

function speedText({ device, peakGflopPerSecond: peak, models }: DeviceSpeed): string {
  const header = ['MODEL', 'GFLOP', 'MS', 'GFLOP/S', 'OF PEAK'];
  const table = textTable([header, ...models.map((speed) => toRow(speed, peak))]);
  return `${device}: peak ${peak.toFixed(0)} GFLOP/s (matrix products)\n${table.trimEnd()}`;
}

function toRow({ name, gflop, seconds }: ModelSpeed, peak: number): readonly string[] {
  const milliseconds = (1_000 * seconds).toFixed(0);
  if (gflop === null) return [name, '', milliseconds, '', ''];
  const rate = gflop / seconds;
  const ofPeak = `${((100 * rate) / peak).toFixed(0)} %`;
  return [name, gflop.toFixed(1), milliseconds, rate.toFixed(1), ofPeak];
}
