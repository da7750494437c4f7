import { Command } from 'commander';
import { aggregate } from '@earmark/aggregator/aggregate.js';
import type { RunId } from '@earmark/core/ids.js';
import type { Context } from '../context.ts';
import { IDENTITY } from '../identity.ts';
import { parseRunId } from '../options.ts';
import { untilStopped } from '../until-stopped.ts';
import { withProgram } from '../with-program.ts';

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
