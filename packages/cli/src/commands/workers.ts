import { Command } from 'commander';
import { listWorkers, requestDrain } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { workersText } from '../workers/workers-text.ts';
import * as option from '@earmark/runtime/command';

export function workersCommand(context: Context): Command {
  return new Command('workers')
    .description('list the workers, and what each of them does')
    .addOption(option.json())
    .addHelpText('after', '\nExamples:\n  earmark workers\n  earmark workers drain machine:4711')
    .action(({ json }: { json?: true }) =>
      withLedger(context, async ({ pool }) => {
        const workers = await listWorkers(pool);
        context.out.write(json ? `${JSON.stringify({ workers })}\n` : workersText(workers));
      }),
    )
    .addCommand(drainCommand(context))
    .addCommand(resumeCommand(context));
}

function drainCommand(context: Context): Command {
  return new Command('drain')
    .description('have a worker finish its jobs and take no new ones; it keeps running')
    .argument('<worker>', 'name of the worker')
    .action((name: string) =>
      withLedger(context, async ({ pool }) => {
        await requestDrain(pool, name, true);
        context.out.write(
          `Worker ${name} takes no new jobs within 5 s. It is drained when earmark workers shows 0 jobs.\n`,
        );
      }),
    );
}

function resumeCommand(context: Context): Command {
  return new Command('resume')
    .description('have a drained worker take jobs again')
    .argument('<worker>', 'name of the worker')
    .action((name: string) =>
      withLedger(context, async ({ pool }) => {
        await requestDrain(pool, name, false);
        context.out.write(`Worker ${name} takes jobs again within 5 s.\n`);
      }),
    );
}
