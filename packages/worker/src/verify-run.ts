import { messageOf } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import { createTrackReader, decoderOptions } from '@earmark/decode';
import { createInferencePool, type RequestedModel } from '@earmark/inference';
import { findRun, type Pool, readRunModels, samplePredictions } from '@earmark/ledger';
import { readInstalledModels } from '@earmark/models';
import { findInt8 } from '@earmark/models/int8';
import { type Context, VERSION } from '@earmark/runtime/command';
import type { OnWork } from '@earmark/runtime/display';
import { createMetrics } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { openFetchAudio } from '@earmark/source';
import { createStages, createStageSlots, currentSoftware } from './create-worker.ts';
import { createModelLookup, type ModelLookup } from './model-lookup.ts';
import { type VerifiedPrediction, verifyPredictions } from './verify-predictions.ts';
import { createWorkMeter } from './work-meter.ts';

export interface VerifyOptions {
  readonly sample: number;
  readonly seed: number;
  readonly maxDuration: number;
}

export interface VerifyReport {
  /** Called for each prediction as soon as it is compared. */
  verified(prediction: VerifiedPrediction): void;
  /** Called for each model of the run that cannot be run here, with the reason. */
  leftOut(why: string): void;
  readonly onWork: OnWork;
}

/** The metrics of a verification are not read. */
const NO_LOG = { event: () => undefined };

/**
 * Computes a sample of a run's predictions again on this machine, one after the other, and compares.
 *
 * @throws USAGE_INVALID when there is no such run; DISK_FULL, OUT_OF_MEMORY
 */
export async function verifyRun(
  pool: Pool,
  runId: RunId,
  { sample, seed, maxDuration }: VerifyOptions,
  report: VerifyReport,
  context: Context,
): Promise<void> {
  await findRun(pool, runId);
  const { signal } = context;
  const decoder = await createTrackReader(decoderOptions(context, maxDuration));
  const inference = createInferencePool('cpu', 1);
  try {
    const installed = await installedHere(context.env);
    const slots = createStageSlots({ fetch: 1, decode: 1 });
    const stages = { ...slots, score: inference.slots };
    const deps = createStages(slots, {
      pool,
      fetchAudio: await openFetchAudio(context.env),
      decoder,
      inference,
      // What a file is called changes no score.
      readMetadata: () => Promise.resolve(null),
      meter: createWorkMeter(createMetrics(), stages, NO_LOG),
      retryWhileUnavailable: createRetryWhileUnavailable({ limitMs: 0 }),
    });
    const lookUp = createModelLookup(pool, installed);
    const models = await installedModelsOf(pool, runId, lookUp, report);
    const predictions = await samplePredictions(pool, runId, {
      models: models.map(({ modelRowId }) => modelRowId),
      size: sample,
      seed,
    });
    const here = currentSoftware(decoder, 'cpu', VERSION);
    let nDone = 0;
    const showProgress = () => {
      const nAll = predictions.length;
      report.onWork({ what: 'Verifying', nDone, nAll, noun: 'prediction' });
    };
    showProgress();
    for await (const prediction of verifyPredictions(predictions, { models, here, deps }, signal)) {
      report.verified(prediction);
      nDone++;
      showProgress();
    }
  } finally {
    await inference.close();
  }
}

async function installedHere(env: Context['env']): Promise<readonly InstalledModel[]> {
  const float32 = await readInstalledModels(env);
  const inInt8 = await Promise.all(float32.map((model) => findInt8(env, model)));
  return [...float32, ...inInt8.flatMap((model) => model?.int8 ?? [])];
}

async function installedModelsOf(
  pool: Pool,
  runId: RunId,
  lookUp: ModelLookup,
  report: VerifyReport,
): Promise<readonly RequestedModel[]> {
  const installed: RequestedModel[] = [];
  for (const { modelRowId } of await readRunModels(pool, runId)) {
    try {
      installed.push(await lookUp(modelRowId));
    } catch (error) {
      report.leftOut(messageOf(error));
    }
  }
  return installed;
}
