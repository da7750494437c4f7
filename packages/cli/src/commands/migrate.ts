import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';

export function migrateCommand(context: Context): Command {
  return new Command('migrate')
    .description('bring the schema of the ledger up to date; every program also does it by itself')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://ledger/earmark earmark migrate')
    .action(() =>
      withLedger(context, async ({ applied }) => {
        const news = applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to do';
        context.out.write(`The ledger is up to date: ${news}.\n`);
        return Promise.resolve();
      }),
    );
}
