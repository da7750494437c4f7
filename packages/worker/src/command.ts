import { Command } from 'commander';
import { decoderOptions } from '@earmark/decode';
import { chooseDevice } from '@earmark/inference/devices';
import { readCatalogue, readShippedModels } from '@earmark/models';
import {
  type Context,
  HOST,
  runProgram,
  THIS_PROCESS,
  untilStopped,
  VERSION,
} from '@earmark/runtime/command';
import { withTracer } from '@earmark/runtime/traces';
import { withProgram } from '@earmark/services/program';
import { createIsReadable, openFetchAudio } from '@earmark/source';
import * as option from './options.ts';
import { work, type WorkDeps } from './work.ts';

export function workCommand(context: Context): Command {
  return new Command('work')
    .description('tag what is in the queue, until stopped')
    .addOption(option.device())
    .addOption(option.threads())
    .addOption(option.fetch())
    .addOption(option.decode())
    .addOption(option.maxDuration())
    .addOption(option.maxRequests())
    .addOption(option.maxBandwidth())
    .addHelpText(
      'after',
      '\nExample:\n  REDIS_URL=redis://queue DATABASE_URL=postgresql://ledger/earmark earmark work --threads 8',
    )
    .action((options: option.WorkArguments) =>
      untilStopped(context, () =>
        runProgram(context, 'worker', (log) =>
          withTracer(context.env, 'worker', log, (tracer) =>
            workHere(context, options, { log, tracer }),
          ),
        ),
      ),
    );
}

async function workHere(
  context: Context,
  options: option.WorkArguments,
  { log, tracer }: Pick<WorkDeps, 'log' | 'tracer'>,
): Promise<void> {
  const { maxDuration, fetch } = options;
  const { threads = option.coresPerWorker(), decode = option.coresPerWorker() } = options;
  const catalogue = await readCatalogue(context.env);
  // The models of its jobs are verified when they are opened; the models that ship with Earmark verify the device.
  const shipped = await readShippedModels();
  const device = await chooseDevice(options.device, shipped, context.variables);
  await withProgram(context, 'worker', log, async ({ queueAddress, ...program }) => {
    const fetchAudio = await openFetchAudio(context.env, options);
    await work(
      { threads, fetch, decode },
      {
        ...program,
        log,
        tracer,
        queue: queueAddress,
        lockSeconds: context.env.EARMARK_LOCK_SECONDS,
        stopSeconds: context.env.EARMARK_STOP_SECONDS,
        tellLoads: context.tellParent,
        fetchAudio,
        isReadable: createIsReadable(context.env),
        decoderOptions: decoderOptions(context, maxDuration),
        device: device.name,
        models: catalogue.flatMap(({ installed }) => installed ?? []),
        settledBy: THIS_PROCESS,
        host: HOST,
        earmarkVersion: VERSION,
      },
      context.signal,
    );
  });
}
