import { z } from 'zod';
import { RunId } from '@earmark/core/run';
import type { Display } from './display.ts';
import type { StartProgram } from './programs.ts';
import { reportCrash, supervise } from './supervise.ts';

const Planned = z.object({
  runId: RunId,
  nTracks: z.number(),
  nTasks: z.number(),
  nSettled: z.number(),
  ignored: z.object({ hidden: z.number(), notAudio: z.number() }),
});

/** What the producer says of the run it planned. */
export type Planned = z.infer<typeof Planned>;

/** Has the producer plan the run. @throws ExitWithCode when it failed, and has said why; the reason of the signal */
export async function plan(
  args: readonly string[],
  { startProgram, display }: { startProgram: StartProgram; display: Display },
  signal: AbortSignal,
): Promise<Planned> {
  signal.throwIfAborted();
  const producer = supervise(() => startProgram('produce', ['--json', ...args]), {
    name: 'producer',
    isDone: ({ output }) => output !== '',
    nSettled: () => 0,
    onDeath: reportCrash(display, 'producer'),
  });
  signal.addEventListener('abort', producer.stop, { once: true });
  const { output } = await producer.ended.finally(() => {
    signal.removeEventListener('abort', producer.stop);
    signal.throwIfAborted();
  });
  return Planned.parse(JSON.parse(output));
}
