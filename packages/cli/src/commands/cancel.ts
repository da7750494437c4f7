import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { formatCount, formatCounted } from '@earmark/core/text';
import { cancelRun, listedRun } from '@earmark/ledger';
import { reconcile } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { ifQueue, withLedger } from '@earmark/services';
import * as option from '../options.ts';

export function cancelCommand(context: Context): Command {
  return new Command('cancel')
    .description('end a run: nothing more of it is tagged, what is stored stays')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addHelpText(
      'after',
      '\nTracks that a worker is scoring are finished. A cancelled run is not resumed: the command that began it' +
        '\nstarts a new run, which owes only what is not stored.' +
        '\n\nExample:\n  earmark cancel 12',
    )
    .action((runId: RunId) =>
      withLedger(context, async (ledger) => {
        await cancelRun(ledger.pool, runId);
        // Workers skip these jobs anyway; an unreachable queue is cleared when an aggregator reaches it.
        const mended = await ifQueue(ledger, (queue) => reconcile(ledger.pool, queue, runId));
        const run = await listedRun(ledger.pool, runId);
        const stored = (run?.nSettled ?? 0) - (run?.nFailed ?? 0);
        context.out.write(
          `Run ${String(runId)} is cancelled` +
            (mended ? `, ${formatCounted(mended.nRemoved, 'job')} left the queue` : '') +
            `. ${formatCount(stored)} of ${formatCounted(run?.nTasks ?? 0, 'task')} are stored; ` +
            'the command that began it starts a new run, which owes the rest.\n',
        );
      }),
    );
}
