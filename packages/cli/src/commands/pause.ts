import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { pauseRun } from '@earmark/ledger';
import { reconcile } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { ifQueue } from '@earmark/services/queue';
import { removedJobsText } from '../removed-jobs-text.ts';
import * as option from '@earmark/runtime/command';

export function pauseCommand(context: Context): Command {
  return new Command('pause')
    .description('pause a run: tracks in flight are finished, nothing more of it is started')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.json())
    .addHelpText('after', '\nContinue it with: earmark resume RUN\n\nExample:\n  earmark pause 12')
    .action((runId: RunId, { json }: { json?: true }) =>
      withLedger(context, async (ledger) => {
        await pauseRun(ledger.pool, runId);
        // Workers skip these jobs anyway; an unreachable queue is cleared when an aggregator reaches it.
        const repairs = await ifQueue(ledger, (queue) => reconcile(ledger.pool, queue, runId));
        const nRemoved = repairs?.nRemoved ?? null;
        context.out.write(
          json
            ? `${JSON.stringify({ runId, nRemoved })}\n`
            : `Run ${String(runId)} is paused` +
                (nRemoved === null ? '' : `; ${removedJobsText(nRemoved)}`) +
                `. Tracks in flight are finished. To resume it: earmark resume ${String(runId)}\n`,
        );
      }),
    );
}
