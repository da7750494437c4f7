import { Argument, Command } from 'commander';
import { Priority, type RunId } from '@earmark/core/run';
import { setPriority } from '@earmark/ledger';
import { enqueueAnew } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { ifQueue } from '@earmark/services/queue';
import * as option from '@earmark/runtime/command';

export function priorityCommand(context: Context): Command {
  return new Command('priority')
    .description('change the priority of an unfinished run')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addArgument(
      new Argument('<level>', 'jobs of a run with a higher priority are taken first').choices(
        Priority.options,
      ),
    )
    .addHelpText('after', '\nExample:\n  earmark priority 12 high')
    .action((runId: RunId, level: Priority) =>
      withLedger(context, async (ledger) => {
        await setPriority(ledger.pool, runId, level);
        // Where no queue is in use, the next program fills its own.
        await ifQueue(ledger, (queue) => enqueueAnew(ledger.pool, queue, runId));
        context.out.write(`The priority of run ${String(runId)} is ${level}.\n`);
      }),
    );
}
