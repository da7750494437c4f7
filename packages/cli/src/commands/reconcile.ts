import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import { findRun } from '@earmark/ledger';
import { type Repairs, reconcile } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger, withQueue } from '@earmark/services';
import * as option from '@earmark/runtime/command';

export function reconcileCommand(context: Context): Command {
  return new Command('reconcile')
    .description('make the queue agree with the ledger; aggregators do it every 30 s by themselves')
    .argument('[run]', 'number of the run (default: all)', option.parseRunId)
    .addOption(option.json())
    .addHelpText('after', '\nIt is safe while programs work.\n\nExample:\n  earmark reconcile 12')
    .action((runId: RunId | undefined, { json }: { json?: true }) =>
      withLedger(context, async (ledger) => {
        if (runId !== undefined) await findRun(ledger.pool, runId);
        const mended = await withQueue(ledger, (queue) =>
          reconcile(ledger.pool, queue, runId ?? null),
        );
        context.out.write(json ? `${JSON.stringify(mended)}\n` : mendedText(mended));
      }),
    );
}

function mendedText({ nReenqueued, nRemoved, recounted }: Repairs): string {
  const lines = [
    ...(nReenqueued > 0
      ? [`${formatCounted(nReenqueued, 'job')} lost by the queue: handed out again`]
      : []),
    ...(nRemoved > 0
      ? [`${formatCounted(nRemoved, 'job')} that nobody owes: removed from the queue`]
      : []),
    ...recounted.map((runId) => `Run ${String(runId)} was miscounted: counted anew`),
  ];
  return `${lines.join('\n') || 'Ledger and queue agree.'}\n`;
}
