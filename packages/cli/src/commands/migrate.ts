import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import * as option from '@earmark/runtime/command';

export function migrateCommand(context: Context): Command {
  return new Command('migrate')
    .description(
      'migrate the ledger to the schema of this version; every command does it by itself',
    )
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://ledger/earmark earmark migrate')
    .action(({ json }: { json?: true }) =>
      withLedger(context, async ({ applied }) => {
        const changes = applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to do';
        context.out.write(
          json ? `${JSON.stringify({ applied })}\n` : `The ledger is up to date: ${changes}.\n`,
        );
        return Promise.resolve();
      }),
    );
}
