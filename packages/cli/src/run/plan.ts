import { z } from 'zod';
import { RunId } from '@earmark/core/ids.js';
import { Explained } from '../explained.ts';
import type { StartProgram } from './programs.ts';

const Planned = z.object({
  runId: RunId,
  nTracks: z.number(),
  nTasks: z.number(),
  nSettled: z.number(),
  ignored: z.object({ hidden: z.number(), notAudio: z.number() }),
});

/** What the producer says of the run it planned. */
export type Planned = z.infer<typeof Planned>;

/** Has the producer plan the run. @throws Explained when it failed, and has said why; the reason of the signal */
export async function plan(
  startProgram: StartProgram,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Planned> {
  signal.throwIfAborted();
  const producer = startProgram('produce', ['--json', ...args]);
  signal.addEventListener('abort', producer.stop, { once: true });
  const { exitCode, output } = await producer.ended;
  signal.removeEventListener('abort', producer.stop);
  signal.throwIfAborted();
  if (exitCode !== 0) throw new Explained(exitCode ?? 1);
  return Planned.parse(JSON.parse(output));
}
