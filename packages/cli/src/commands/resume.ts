import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { findRun, resumeRun } from '@earmark/ledger';
import { enqueueAnew } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { ifQueue } from '@earmark/services/queue';
import { runCommandLine } from '../run/run-command-line.ts';
import * as option from '@earmark/runtime/command';

export function resumeCommand(context: Context): Command {
  return new Command('resume')
    .description('resume a paused run')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addHelpText('after', '\nExample:\n  earmark resume 12')
    .action((runId: RunId) =>
      withLedger(context, async (ledger) => {
        await resumeRun(ledger.pool, runId);
        // Where no queue is in use, the next program fills its own.
        await ifQueue(ledger, (queue) => enqueueAnew(ledger.pool, queue, runId));
        context.out.write(
          `Run ${String(runId)} is resumed: running workers continue it. To tag it on this machine:\n` +
            `  ${runCommandLine(await findRun(ledger.pool, runId))}\n`,
        );
      }),
    );
}
