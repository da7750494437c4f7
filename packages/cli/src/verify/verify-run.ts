import { toEarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelKey, RunId } from '@earmark/core/ids.js';
import { findRun } from '@earmark/runtime/ledger/find-run.js';
import { readRunModels } from '@earmark/runtime/ledger/run-facts.js';
import { samplePredictions } from '@earmark/runtime/ledger/run-sample.js';
import { createMetrics } from '@earmark/runtime/metrics/metrics.js';
import { readModels } from '@earmark/runtime/models/model-registry.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { createPatience } from '@earmark/runtime/process/patience.js';
import { openFetchAudio } from '@earmark/runtime/source/fetch-audio.js';
import { createAudioDecoder } from '@earmark/worker/decode/create-audio-decoder.js';
import { createInferencePool } from '@earmark/worker/inference/inference-pool.js';
import { taggerHere } from '@earmark/worker/tagger-here.js';
import { createTaggingStages, type TaggingStages } from '@earmark/worker/tagging-stages.js';
import { verifyPredictions, type VerifiedPrediction } from '@earmark/worker/verify-predictions.js';
import { createWorkMeter } from '@earmark/worker/work-meter.js';
import type { Context } from '../context.ts';
import { decoderOptions } from '../decoder.ts';
import { VERSION } from '../version.ts';

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
    const models = (await readModels(context.env)).flatMap(({ atHand }) => atHand ?? []);
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
        patiently: createPatience({ limitMs: 0 }),
      },
    );
    const atHand = await modelsAtHand(pool, runId, deps, report);
    const predictions = await samplePredictions(pool, runId, {
      models: atHand,
      size: sample,
      seed,
    });
    const here = taggerHere(decoder, 'cpu', VERSION);
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
): Promise<readonly ModelKey[]> {
  const keys: ModelKey[] = [];
  for (const { key } of await readRunModels(pool, runId)) {
    await lookUp(key).then(
      () => keys.push(key),
      (error: unknown) => {
        report.leftOut(toEarmarkError(error).message);
      },
    );
  }
  return keys;
}
