import { SAMPLE_RATE } from '@earmark/core/audio';
import { fromFailureRecord } from '@earmark/core/failure';
import { audioModelOf, type InstalledModel, referenceChunk } from '@earmark/core/model';
import { ModelRowId } from '@earmark/core/run';
import { createInferencePool, frontEndKey, type InferencePool } from '@earmark/inference';
import { DEVICES } from '@earmark/inference/devices';
import { ownCpuSeconds } from '../support/cpu-seconds.ts';
import { groupBy } from '../support/group-by.ts';
import { median } from '../support/median.ts';
import { N_CHUNKS, openNetwork } from '../support/networks-alone.ts';
import { peakMemory } from '../support/peak-memory.ts';
import type { Sample, SpeedSample, TaskOf } from './task.ts';

/** How fast a network is with each batch size, its features being ready. */
export async function* measureNetwork(task: TaskOf<'network'>): AsyncGenerator<Sample> {
  const network = await openNetwork(task.model, task.device);
  for (const batchSize of task.batchSizes) {
    // A batch of a new size has new memory and, on a GPU, new programs.
    await network.run(batchSize);
    yield await timed(batchSize, task.seconds, async () => {
      await network.run(batchSize);
      return batchSize / N_CHUNKS;
    });
  }
  await network.close();
}

const TRACK_SECONDS = 240;

/** How fast whole tracks are scored from their waveforms, by the threads of a worker. */
export async function* measureTracks(task: TaskOf<'tracks'>): AsyncGenerator<Sample> {
  const { device, nSessionThreads, nThreads, seconds } = task;
  const waveform = new Float32Array(new SharedArrayBuffer(4 * TRACK_SECONDS * SAMPLE_RATE));
  waveform.set(referenceChunk(waveform.length));
  const models = task.models.map((model, i) => ({ ...model, modelRowId: ModelRowId.parse(i + 1) }));
  const input = { kind: 'waveform', waveform, sampleRate: SAMPLE_RATE } as const;
  const { signal } = new AbortController();
  const scoreTrack = async (pool: InferencePool) => {
    const { results } = await pool.score({ input, models }, signal);
    for (const result of results) if ('failure' in result) throw fromFailureRecord(result.failure);
  };
  const pool = createInferencePool(device, nThreads, { count: nSessionThreads });
  const places = Array<undefined>(nThreads).fill(undefined);
  // Each thread opens what it needs with its first track.
  await Promise.all(places.map(() => scoreTrack(pool)));
  yield await timed(DEVICES[device].chunksPerRun, seconds, async (isOver) => {
    const counts = await Promise.all(
      // One more track than threads waits, as tracks that are decoded do.
      [...places, undefined].map(async () => {
        let nTracks = 0;
        do {
          await scoreTrack(pool);
          nTracks++;
        } while (!isOver());
        return nTracks;
      }),
    );
    return counts.reduce((sum, count) => sum + count);
  });
  await pool.close();
}

/** @param work returns how many tracks it was; it is repeated until the time is over */
async function timed(
  batchSize: number,
  seconds: number,
  work: (isOver: () => boolean) => Promise<number>,
): Promise<SpeedSample> {
  const begin = Date.now();
  const start = performance.now();
  const cpuBefore = ownCpuSeconds();
  const isOver = () => performance.now() - start >= 1_000 * seconds;
  let nTracks = 0;
  do nTracks += await work(isOver);
  while (!isOver());
  return {
    kind: 'speed',
    batchSize,
    tracksPerSecond: (1_000 * nTracks) / (performance.now() - start),
    cpuSecondsPerTrack: (ownCpuSeconds() - cpuBefore) / nTracks,
    peakBytes: peakMemory(),
    begin,
    end: Date.now(),
  };
}

const N_ROUNDS = 3;

/** CPU time of each front end for a track; models that read the same features share one. */
export async function* measureFrontEnds(task: TaskOf<'front-ends'>): AsyncGenerator<Sample> {
  for (const models of groupBy(task.models, (model) => frontEndKey(audioModelOf(model)))) {
    yield {
      kind: 'front-end',
      models: models.map(({ spec }) => spec.name),
      cpuSecondsPerTrack: await frontEndSeconds(models[0]),
    };
  }
}

async function frontEndSeconds(model: InstalledModel): Promise<number> {
  const network = await openNetwork(model);
  const seconds = Array.from({ length: N_ROUNDS }, () => {
    const before = ownCpuSeconds();
    network.transform();
    return ownCpuSeconds() - before;
  });
  await network.close();
  return median(seconds);
}
