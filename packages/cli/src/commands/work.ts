import { Command } from 'commander';
import { chooseDevice, type DeviceWish } from '@earmark/inference/devices';
import { readModels, readShippedModels } from '@earmark/models';
import { type Context, IDENTITY, untilStopped, VERSION } from '@earmark/runtime/command';
import { withProgram } from '@earmark/services';
import { openFetchAudio } from '@earmark/source';
import { work } from '@earmark/worker';
import { decoderOptions } from '@earmark/worker/decode';
import * as option from '../options.ts';

interface Options {
  readonly device: DeviceWish;
  readonly threads?: number;
  readonly fetch: number;
  readonly decode?: number;
  readonly maxDuration: number;
}

export function workCommand(context: Context): Command {
  return new Command('work')
    .description('tag what the queue holds, until stopped')
    .addOption(option.device())
    .addOption(option.threads())
    .addOption(option.fetch())
    .addOption(option.decode())
    .addOption(option.maxDuration())
    .addHelpText(
      'after',
      '\nExample:\n  REDIS_URL=redis://queue DATABASE_URL=postgresql://ledger/earmark earmark work --threads 8',
    )
    .action((options: Options) => untilStopped(context, () => workHere(context, options)));
}

async function workHere(context: Context, options: Options): Promise<void> {
  const { maxDuration, fetch } = options;
  const { threads = option.coresPerWorker(), decode = option.coresPerWorker() } = options;
  const known = await readModels(context.env);
  // The models of its jobs are proved when they come; what ships with us proves the device.
  const proof = await readShippedModels();
  const device = await chooseDevice(options.device, proof, context.variables);
  await withProgram(context, 'worker', async (program) => {
    const fetchAudio = await openFetchAudio(context.env);
    const models = known.flatMap(({ atHand }) => atHand ?? []);
    const { queueAddress: queue, ...rest } = program;
    await work(
      { threads, fetch, decode },
      {
        ...rest,
        queue,
        lockSeconds: context.env.EARMARK_LOCK_SECONDS,
        stopSeconds: context.env.EARMARK_STOP_SECONDS,
        fetchAudio,
        decoderOptions: decoderOptions(context, maxDuration),
        device: device.name,
        models,
        worker: IDENTITY,
        earmarkVersion: VERSION,
      },
      context.signal,
    );
  });
}
