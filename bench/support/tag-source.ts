import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@earmark/runtime/process';
import { childCpuSeconds } from './cpu-seconds.ts';
import { EARMARK } from './earmark.ts';
import type { PrivateServices } from './private-services.ts';
import { type Watched, watchWorker } from './watch-worker.ts';

export interface TagOptions {
  /** As `produce` takes it. */
  readonly source: string;
  readonly models: readonly string[];
  readonly produce?: readonly string[];
  readonly work: readonly string[];
}

export interface Tagged extends Watched {
  /** From the start of the worker to the end of the run. */
  readonly seconds: number;
  /** Of the worker and its decoders. */
  readonly cpuSeconds: number;
}

/** Has one worker tag a source again, in a run of its own, and measures it. */
export async function tagSource(
  { variables }: PrivateServices,
  { source, models, produce = [], work }: TagOptions,
): Promise<Tagged> {
  const planning = [
    'produce',
    source,
    '--models',
    models.join(','),
    '--force',
    '--json',
    ...produce,
  ];
  const planned = execFileSync('node', [EARMARK, ...planning], { env: variables }).toString();
  const { runId } = JSON.parse(planned) as { runId: number };
  const stdio = ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'];
  const port = String(await freePort());
  const begin = performance.now();
  const worker = spawn('node', [EARMARK, 'work', ...work], {
    env: { ...variables, EARMARK_METRICS_PORT: port },
    stdio,
  });
  const watch = watchWorker(worker, `http://127.0.0.1:${port}/metrics`);
  const aggregator = spawn('node', [EARMARK, 'aggregate', String(runId)], {
    env: variables,
    stdio,
  });
  await once(aggregator, 'close');
  const seconds = (performance.now() - begin) / 1_000;
  const watched = await watch.stop();
  const before = childCpuSeconds();
  worker.kill('SIGTERM');
  await once(worker, 'close');
  return { ...watched, seconds, cpuSeconds: childCpuSeconds() - before };
}
