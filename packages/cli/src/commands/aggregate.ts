import { Command } from 'commander';
import { aggregate } from '@earmark/aggregator';
import type { RunId } from '@earmark/core/run';
import { type Context, IDENTITY, untilStopped } from '@earmark/runtime/command';
import { withProgram } from '@earmark/services';
import { parseRunId } from '../options.ts';

export function aggregateCommand(context: Context): Command {
  return new Command('aggregate')
    .description('keep the queue filled and report every run that completes, until stopped')
    .argument('[run]', 'see this run to its end, then stop', parseRunId)
    .option('--out <dir>', 'write results and reports there (default: only into the ledger)')
    .addHelpText('after', '\nExample:\n  earmark aggregate 12 --out results')
    .action((runId: RunId | undefined, { out }: { out?: string }) =>
      untilStopped(context, () =>
        withProgram(context, 'aggregator', (program) =>
          aggregate(
            { runId: runId ?? null, out: out ?? null },
            { ...program, lockSeconds: context.env.EARMARK_LOCK_SECONDS, settledBy: IDENTITY },
            context.signal,
          ),
        ),
      ),
    );
}
