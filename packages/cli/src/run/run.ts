import { isInt8Name } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import { describeDecoder } from '@earmark/decode';
import { chooseDevice, workerEnvironments } from '@earmark/inference/devices';
import {
  createPool,
  endPool,
  migrate,
  type Pool,
  runCancelledError,
  runProgress,
} from '@earmark/ledger';
import { chooseRunModels, deviceFor, fallBackText } from '@earmark/models';
import type { PlanArguments } from '@earmark/producer/options';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { createDisplay, jsonStreams } from '@earmark/runtime/display';
import { assertWritable } from '@earmark/runtime/files';
import { openServices } from '@earmark/services';
import { openSource } from '@earmark/source';
import type { WorkArguments } from '@earmark/worker/options';
import { openReport } from '../open-report.ts';
import { announcement, describeDevice, planText } from './announcement.ts';
import { plan } from './plan.ts';
import { createPrograms } from './programs.ts';
import { endText, summarize, summaryText } from './summary.ts';
import { tagAndReport } from './tag-and-report.ts';

/** The options of `earmark run`; most of them are for the programs that it starts. */
export interface RunOptions extends PlanArguments, WorkArguments {
  readonly out: string;
  readonly open?: true;
  readonly json?: true;
}

/**
 * Plans, tags and reports on this machine: starts the services for which no address is set, then the producer, workers
 * and an aggregator, and stops all of them. Running the same command again resumes the run.
 *
 * @throws ExitWithCode when some tasks failed, or when it was interrupted; RUN_CANCELLED
 */
export async function run(
  sourceName: string,
  options: RunOptions,
  context: Context,
): Promise<void> {
  const begin = performance.now();
  const { out, err } = context;
  const display = createDisplay(
    options.json ? jsonStreams({ err }) : { lines: out, warnings: err, progress: out },
  );
  const source = await openSource(sourceName, { env: context.env, ...options });
  const models = await chooseRunModels(context.env, options);
  await assertWritable(options.out);
  const decoder = await describeDecoder(context);
  const device = await chooseDevice(deviceFor(models, options.device), models, context.variables);
  const environments = await workerEnvironments(device.name, context.variables);
  const services = await openServices(context.env, 'private', (message) => {
    display.warn(message);
  });
  const pool = createPool(services.databaseUrl);
  context.signal.addEventListener('abort', () => {
    display.line(
      'Stopping after the tracks in flight are finished. Press Ctrl-C again to stop immediately.',
    );
  });
  try {
    await migrate(pool);
    display.line(
      announcement({
        source,
        models,
        decoder,
        device: describeDevice(device, environments.length),
        ...services.description,
      }),
    );
    const startProgram = createPrograms(context, services, display);
    const profile = models.some(({ spec }) => isInt8Name(spec.name)) ? 'int8' : 'fp32';
    const fallBack = fallBackText(options.profile, models);
    if (fallBack !== null) display.warn(fallBack);
    const planned = await plan(
      sourceName,
      models,
      options,
      { startProgram, display },
      context.signal,
    );
    display.line(planText(planned));
    await tagAndReport(
      planned,
      { ...options, profile },
      { device: device.name, environments },
      { pool, startProgram, display },
      context.signal,
    );
    await assertNotCancelled(pool, planned.runId);
    const summary = await summarize(pool, planned.runId, options);
    const seconds = (performance.now() - begin) / 1_000;
    display.line(`\n${summaryText(summary)}\n${endText(summary, seconds)}`);
    if (options.json) context.out.write(`${JSON.stringify(summary)}\n`);
    if (options.open) await openReport(summary.files.report, (text) => display.warn(text));
    if (summary.tasks.failed > 0) throw new ExitWithCode('someFailed');
  } catch (error) {
    if (!context.signal.aborted) throw error;
    display.line('Stopped. Nothing is lost. Run the same command again to resume.');
    throw new ExitWithCode('interrupted');
  } finally {
    await endPool(pool);
    await services.close();
  }
}

async function assertNotCancelled(pool: Pool, runId: RunId): Promise<void> {
  const progress = await runProgress(pool, runId);
  if (progress?.state === 'cancelled') throw runCancelledError(runId);
}
