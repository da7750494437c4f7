import * as z from 'zod';
import type { InstalledModel } from '@earmark/core/model';
import { RunId, toArguments } from '@earmark/core/run';
import { type PlanArguments, toPlanOptions } from '@earmark/producer/options';
import { type Display, showWork, type Work } from '@earmark/runtime/display';
import { SINGLE, type StartProgram } from './programs.ts';
import { reportCrash, supervise } from './supervise.ts';

const Planned = z.object({
  runId: RunId,
  nTracks: z.number(),
  nTasks: z.number(),
  nSettled: z.number(),
  ignored: z.object({
    hidden: z.number(),
    notAudio: z.number(),
    unread: z.record(z.string(), z.number()),
    unreadable: z.number(),
  }),
});

/** What the producer reports of the run it planned. */
export type Planned = z.infer<typeof Planned>;

/**
 * Starts the producer, which plans the run.
 *
 * @throws ExitWithCode when it failed and printed why; the reason of the signal
 */
export async function plan(
  sourceName: string,
  models: readonly InstalledModel[],
  options: PlanArguments,
  { startProgram, display }: { startProgram: StartProgram; display: Display },
  signal: AbortSignal,
): Promise<Planned> {
  signal.throwIfAborted();
  const args = ['--json', ...planArgs(sourceName, models, options)];
  const showListed = showWork(display);
  const onTold = (message: unknown) => {
    showListed(message as Work);
  };
  const producer = supervise(() => startProgram('produce', args, { ...SINGLE, onTold }), {
    name: 'producer',
    isDone: ({ output }) => output !== '',
    nSettled: () => 0,
    onCrash: reportCrash(display, 'producer'),
  });
  signal.addEventListener('abort', producer.stop, { once: true });
  const { output } = await producer.ended.finally(() => {
    signal.removeEventListener('abort', producer.stop);
    display.endProgress();
    signal.throwIfAborted();
  });
  return Planned.parse(JSON.parse(output));
}

/** The arguments of `earmark produce`. */
function planArgs(
  sourceName: string,
  models: readonly InstalledModel[],
  options: PlanArguments,
): string[] {
  return [
    ...(options.audio === undefined ? [] : ['--audio', options.audio]),
    ...['--input', options.input],
    ...['--models', models.map(({ spec }) => spec.name).join(',')],
    ...toArguments(toPlanOptions(options)),
    ...['--', sourceName],
  ];
}
