import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import {
  type Context,
  parseRunId,
  runProgram,
  THIS_PROCESS,
  untilStopped,
} from '@earmark/runtime/command';
import { assertWritable } from '@earmark/runtime/files';
import { withProgram } from '@earmark/services/program';
import { aggregate } from './aggregate.ts';

export function aggregateCommand(context: Context): Command {
  return new Command('aggregate')
    .description('keep the queue filled and report every run that completes, until stopped')
    .argument('[run]', 'stop when this run is complete and reported', parseRunId)
    .option('--out <dir>', 'also write results and reports there (default: only into the ledger)')
    .addHelpText('after', '\nExample:\n  earmark aggregate 12 --out results')
    .action((runId: RunId | undefined, { out }: { out?: string }) =>
      untilStopped(context, () =>
        runProgram(context, 'aggregator', async (log) => {
          if (out !== undefined) await assertWritable(out);
          await withProgram(context, 'aggregator', log, (program) =>
            aggregate(
              { runId: runId ?? null, out: out ?? null },
              {
                ...program,
                log,
                lockSeconds: context.env.EARMARK_LOCK_SECONDS,
                settledBy: THIS_PROCESS,
              },
              context.signal,
            ),
          );
        }),
      ),
    );
}
