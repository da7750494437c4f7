import { toEarmarkError } from '@earmark/core/failure';
import type { ModelRowId, RunId } from '@earmark/core/run';
import { createInferencePool } from '@earmark/inference';
import { findRun, type Pool, readRunModels, samplePredictions } from '@earmark/ledger';
import { readModels } from '@earmark/models';
import { type Context, VERSION } from '@earmark/runtime/command';
import { createMetrics } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { openFetchAudio } from '@earmark/source';
import { createTaggingStages, currentSoftware, type TaggingStages } from './create-worker.ts';
import { createAudioDecoder } from './decode/create-audio-decoder.ts';
import { decoderOptions } from './decode/decoder-options.ts';
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
  /** Called for each model of the run that cannot be run here. */
  leftOut(why: string): void;
}

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
  const decoder = await createAudioDecoder(decoderOptions(context, maxDuration));
  const inference = createInferencePool('cpu', 1);
  try {
    const models = (await readModels(context.env)).flatMap(({ installed }) => installed ?? []);
    const fetchAudio = await openFetchAudio(context.env);
    const meter = createWorkMeter(createMetrics(), inference);
    const deps = createTaggingStages(
      { fetch: 1, decode: 1, threads: 1 },
      {
        pool,
        fetchAudio,
        decoder,
        models,
        inference,
        meter,
        retryWhileUnavailable: createRetryWhileUnavailable({ limitMs: 0 }),
      },
    );
    const atHand = await modelsAtHand(pool, runId, deps, report);
    const predictions = await samplePredictions(pool, runId, {
      models: atHand,
      size: sample,
      seed,
    });
    const here = currentSoftware(decoder, 'cpu', VERSION);
    for await (const prediction of verifyPredictions(runId, predictions, { here, deps }, signal)) {
      report.verified(prediction);
    }
  } finally {
    await inference.close();
  }
}

async function modelsAtHand(
  pool: Pool,
  runId: RunId,
  { lookUp }: TaggingStages,
  report: VerifyReport,
): Promise<readonly ModelRowId[]> {
  const keys: ModelRowId[] = [];
  for (const { modelRowId } of await readRunModels(pool, runId)) {
    await lookUp(modelRowId).then(
      () => keys.push(modelRowId),
      (error: unknown) => {
        report.leftOut(toEarmarkError(error).message);
      },
    );
  }
  return keys;
}
