import { Command } from 'commander';
import type { InstalledModel, Profile } from '@earmark/core/model';
import { decoderOptions } from '@earmark/decode';
import { chooseDevice } from '@earmark/inference/devices';
import { deviceFor, readInstalledModels, readShippedModels } from '@earmark/models';
import {
  type Context,
  HOST,
  runProgram,
  THIS_PROCESS,
  untilStopped,
  VERSION,
} from '@earmark/runtime/command';
import type { Environment } from '@earmark/runtime/config';
import { withTracer } from '@earmark/runtime/traces';
import { withProgram } from '@earmark/services/program';
import { createIsReadable, openFetchAudio } from '@earmark/source';
import * as option from './options.ts';
import { work, type WorkDeps } from './work.ts';

export function workCommand(context: Context): Command {
  return new Command('work')
    .description('tag what is in the queue, until stopped')
    .addOption(option.device())
    .addOption(option.profile())
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
  const models = await modelsOf(context.env, options.profile);
  // The models of its jobs are verified when they are opened; the models that ship with Earmark verify the device.
  const shipped = await readShippedModels();
  const device = await chooseDevice(deviceFor(models, options.device), shipped, context.variables);
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
        models,
        settledBy: THIS_PROCESS,
        host: HOST,
        earmarkVersion: VERSION,
      },
      context.signal,
    );
  });
}

/** The models that a worker may be asked for. @throws MODEL_MISSING when none in int8 passed here, under that profile */
async function modelsOf(env: Environment, profile: Profile): Promise<readonly InstalledModel[]> {
  const float32 = await readInstalledModels(env);
  if (profile === 'fp32') return float32;
  const { passedInt8 } = await import('@earmark/models/int8');
  return [...float32, ...(await passedInt8(env))];
}
