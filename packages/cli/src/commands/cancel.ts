import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { formatCount, formatCounted } from '@earmark/core/text';
import { cancelRun, listedRun } from '@earmark/ledger';
import { reconcile } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { ifQueue } from '@earmark/services/queue';
import { removedJobsText } from '../removed-jobs-text.ts';
import * as option from '@earmark/runtime/command';

export function cancelCommand(context: Context): Command {
  return new Command('cancel')
    .description('cancel a run: nothing more of it is tagged, its stored predictions are kept')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nTracks that a worker is scoring are finished. A cancelled run cannot be resumed: run the same command again' +
        '\nto start a new run, which tags only what is not stored.' +
        '\n\nExample:\n  earmark cancel 12',
    )
    .action((runId: RunId, { json }: { json?: true }) =>
      withLedger(context, async (ledger) => {
        await cancelRun(ledger.pool, runId);
        // Workers skip these jobs anyway; an unreachable queue is cleared when an aggregator reaches it.
        const repairs = await ifQueue(ledger, (queue) => reconcile(ledger.pool, queue, runId));
        const run = await listedRun(ledger.pool, runId);
        const nTasks = run?.nTasks ?? 0;
        const nStored = (run?.nSettled ?? 0) - (run?.nFailed ?? 0);
        const nRemoved = repairs?.nRemoved ?? null;
        context.out.write(
          json
            ? `${JSON.stringify({ runId, nTasks, nStored, nRemoved })}\n`
            : `Run ${String(runId)} is cancelled` +
                (nRemoved === null ? '' : `; ${removedJobsText(nRemoved)}`) +
                `. ${formatCount(nStored)} of ${formatCounted(nTasks, 'task')} are stored; ` +
                'run the same command again to tag the rest in a new run.\n',
        );
      }),
    );
}
