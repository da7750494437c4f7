import { type InstalledModel, referenceChunk, referenceDifference } from '@earmark/core/model';
import { openFrontEnd, openOnnxSession } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import type { Sample, TaskOf } from './task.ts';

/** Samples between the beginnings of two chunks, so that no two are alike. */
const HOP = 4_001;

/**
 * How far the scores of chunks that a device reads together are from those of the CPU, which reads them one by one; the
 * first is the reference chunk, whose scores were recorded when the model was installed.
 *
 * The difference is Infinity where a score is not a number.
 */
export async function* compareWithCpu(task: TaskOf<'equality'>): AsyncGenerator<Sample> {
  const { model, device, nChunks } = task;
  const { inputLength, referenceOutput } = model.spec;
  const frontEnd = await openFrontEnd(model);
  const sweep = referenceChunk(inputLength + HOP * (nChunks - 1));
  const chunks = Array.from({ length: nChunks }, (_, i) =>
    sweep.subarray(i * HOP, i * HOP + inputLength),
  );
  const features = frontEnd.transform(chunks);
  const length = features.length / nChunks;
  const eachAlone = chunks.map((_, i) => features.subarray(i * length, (i + 1) * length));
  const expected = await scoresOf(model, 'cpu', eachAlone, frontEnd.shape);
  const scores = await scoresOf(model, device, [features], frontEnd.shape);

  const differences = expected.map((score, i) => Math.abs(score - (scores[i] ?? NaN)));
  const difference = Math.max(...differences, referenceDifference(expected, referenceOutput));
  yield {
    kind: 'equality',
    difference: Number.isNaN(difference) ? Infinity : difference,
    lowest: Math.min(...expected),
    highest: Math.max(...expected),
  };
}

/** The scores of all chunks, one after the other. */
async function scoresOf(
  model: InstalledModel,
  device: DeviceName,
  batches: readonly Float32Array[],
  shape: readonly number[],
): Promise<readonly number[]> {
  const session = await openOnnxSession(model, device);
  const scores: number[] = [];
  for (const batch of batches) {
    for (const ofChunk of await session.score(batch, shape)) scores.push(...ofChunk);
  }
  await session.close();
  return scores;
}
