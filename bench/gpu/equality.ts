import {
  audioModelOf,
  chunkSamples,
  type InstalledModel,
  referenceChunk,
  referenceDifference,
} from '@earmark/core/model';
import { joinRows, openFrontEnd, openOnnxSession } from '@earmark/inference';
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
  const { referenceOutput } = model.spec;
  const audioModel = audioModelOf(model);
  const length = chunkSamples(audioModel.spec.input);
  const frontEnd = await openFrontEnd(audioModel);
  const sweep = referenceChunk(length + HOP * (nChunks - 1));
  const eachAlone = Array.from({ length: nChunks }, (_, i) => {
    const chunk = sweep.subarray(i * HOP, i * HOP + length);
    return frontEnd.chunksOf(chunk).features({ first: 0, count: 1 }).slice();
  });
  const expected = await scoresOf(model, 'cpu', eachAlone, frontEnd.shape);
  const scores = await scoresOf(model, device, [joinRows(eachAlone)], frontEnd.shape);

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
    const output = await session.run(batch, shape);
    for (const ofChunk of output.scores) scores.push(...ofChunk);
  }
  await session.close();
  return scores;
}
