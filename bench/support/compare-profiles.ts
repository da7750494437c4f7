import type { InstalledModel } from '@earmark/core/model';
import { textTable } from '@earmark/runtime/terminal';
import { ownCpuSeconds } from './cpu-seconds.ts';
import { installInt8 } from './int8-models.ts';
import { median } from './median.ts';
import { openNetwork } from './networks-alone.ts';

/**
 * CPU time of models for the chunks of a track in float32 and in int8, one right after the other and that as often as
 * told, as a table with the sum. The models in int8 are installed beside the others.
 */
export async function compareProfiles(
  models: readonly InstalledModel[],
  nRounds: number,
): Promise<string> {
  const rows: Row[] = [];
  for (const float32 of models)
    rows.push(await compare(float32, await installInt8(float32), nRounds));
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const total = {
    name: 'sum',
    float32: sum(({ float32 }) => float32),
    int8: sum(({ int8 }) => int8),
  };
  const head = ['model', 'fp32 CPU ms', 'int8 CPU ms', 'int8 / fp32'];
  const cells = [...rows, total].map(({ name, float32, int8 }) => [
    name.padEnd(17),
    (1e3 * float32).toFixed(0).padStart(11),
    (1e3 * int8).toFixed(0).padStart(11),
    (int8 / float32).toFixed(2).padStart(11),
  ]);
  return textTable([head, ...cells]);
}

interface Row {
  readonly name: string;
  /** Medians of CPU seconds. */
  readonly float32: number;
  readonly int8: number;
}

async function compare(
  float32: InstalledModel,
  int8: InstalledModel,
  nRounds: number,
): Promise<Row> {
  const networks = [await openNetwork(float32), await openNetwork(int8)] as const;
  const seconds: [number[], number[]] = [[], []];
  for (let round = 0; round <= nRounds; round++) {
    for (const [i, network] of networks.entries()) {
      const begin = ownCpuSeconds();
      await network.score();
      // The first round prepares memory.
      if (round > 0) seconds[i]?.push(ownCpuSeconds() - begin);
    }
  }
  for (const network of networks) await network.close();
  return { name: float32.spec.name, float32: median(seconds[0]), int8: median(seconds[1]) };
}
