import { setInterval } from 'node:timers/promises';
import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';

export function ledgerCommand(context: Context): Command {
  return new Command('ledger')
    .description('keep the ledger up and print its address for SQL tools, until stopped')
    .addHelpText(
      'after',
      '\nExample:\n  earmark ledger      and in another terminal: psql ADDRESS, then: set search_path to earmark; and \\dv+',
    )
    .action(() =>
      withLedger(context, async ({ databaseUrl }) => {
        context.out.write(`${databaseUrl}\n`);
        await untilAborted(context.signal);
      }),
    );
}

/** A listener alone would not keep the process alive. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  const ticks = setInterval(60_000, undefined, { signal });
  await ticks.next().catch(() => undefined);
  if (!signal.aborted) await untilAborted(signal);
}
