import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import { findRun } from '@earmark/ledger';
import { type Repairs, reconcile } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { withQueue } from '@earmark/services/queue';
import * as option from '@earmark/runtime/command';

export function reconcileCommand(context: Context): Command {
  return new Command('reconcile')
    .description('make the queue agree with the ledger; a running aggregator does it every 30 s')
    .argument('[run]', 'number of the run (default: all)', option.parseRunId)
    .addOption(option.json())
    .addHelpText('after', '\nIt is safe while workers run.\n\nExample:\n  earmark reconcile 12')
    .action((runId: RunId | undefined, { json }: { json?: true }) =>
      withLedger(context, async (ledger) => {
        if (runId !== undefined) await findRun(ledger.pool, runId);
        const repairs = await withQueue(ledger, (queue) =>
          reconcile(ledger.pool, queue, runId ?? null),
        );
        context.out.write(json ? `${JSON.stringify(repairs)}\n` : repairsText(repairs));
      }),
    );
}

function repairsText({ nReenqueued, nRemoved, recounted }: Repairs): string {
  const lines = [
    ...(nReenqueued > 0
      ? [`${formatCounted(nReenqueued, 'job')} lost by the queue: enqueued again`]
      : []),
    ...(nRemoved > 0 ? [`${formatCounted(nRemoved, 'orphaned job')} removed from the queue`] : []),
    ...recounted.map((runId) => `Run ${String(runId)} had a wrong count: recounted`),
  ];
  return `${lines.join('\n') || 'Ledger and queue agree.'}\n`;
}
