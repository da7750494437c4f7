import { audioModelOf, type InstalledModel, type ModelSpec } from '@earmark/core/model';
import { frontEndKey } from '@earmark/inference';
import { ownCpuSeconds } from './cpu-seconds.ts';
import type { PeakMeter } from './fma-peak.ts';
import { median } from './median.ts';
import { N_CHUNKS, openNetwork } from './networks-alone.ts';

/** What the chunks of one track take of a network and its front end. */
export interface Measured {
  readonly model: ModelSpec;
  /** Equal for models that read the same features, which a worker computes once. */
  readonly frontEndKey: string;
  readonly executedGflop: number;
  /** Medians of CPU time. */
  readonly networkSeconds: number;
  readonly frontEndSeconds: number;
  /** Of the core, measured right before each run of the network. */
  readonly peakGflops: number;
}

/** Measures the networks one after the other, and that as often as told, so that none has the quiet moments. */
export async function measureNetworks(
  models: readonly InstalledModel[],
  peak: PeakMeter,
  nRounds: number,
): Promise<readonly Measured[]> {
  const runs = await Promise.all(models.map((installed) => openRun(installed, peak)));
  for (const { network } of runs) await network.score();
  for (let round = 0; round < nRounds; round++) {
    for (const { measure } of runs) await measure();
  }
  return Promise.all(
    runs.map(async ({ installed, network, seconds, frontEndSeconds, peaks }) => {
      await network.close();
      return {
        model: installed.spec,
        frontEndKey: frontEndKey(audioModelOf(installed)),
        executedGflop: (2 * N_CHUNKS * (installed.spec.nMacs ?? NaN)) / 1e9,
        networkSeconds: median(seconds),
        frontEndSeconds: median(frontEndSeconds),
        peakGflops: median(peaks),
      };
    }),
  );
}

async function openRun(installed: InstalledModel, peak: PeakMeter) {
  const network = await openNetwork(installed);
  const seconds: number[] = [];
  const frontEndSeconds: number[] = [];
  const peaks: number[] = [];
  const measure = async () => {
    peaks.push(await peak.measure());
    const begin = ownCpuSeconds();
    await network.score();
    const between = ownCpuSeconds();
    network.transform();
    seconds.push(between - begin);
    frontEndSeconds.push(ownCpuSeconds() - between);
  };
  return { installed, network, seconds, frontEndSeconds, peaks, measure };
}
