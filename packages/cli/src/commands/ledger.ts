import { setInterval } from 'node:timers/promises';
import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';

export function ledgerCommand(context: Context): Command {
  return new Command('ledger')
    .description('run the ledger and print its address for SQL tools, until stopped')
    .addHelpText(
      'after',
      '\nExample:\n  earmark ledger' +
        '\n\nThen, in another terminal, with the address that it prints:\n  psql ADDRESS' +
        '\n  set search_path to earmark;  \\dv+',
    )
    .action(() =>
      withLedger(context, async ({ databaseUrl }) => {
        context.out.write(`${databaseUrl}\n`);
        await untilAborted(context.signal);
      }),
    );
}

/** Resolves when the signal aborts. The timer keeps the process alive, which a listener alone would not. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  const ticks = setInterval(60_000, undefined, { signal });
  await ticks.next().catch(() => undefined);
  if (!signal.aborted) await untilAborted(signal);
}
