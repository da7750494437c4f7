import { join } from 'node:path';
import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { reportRun } from '@earmark/reports';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import * as option from '@earmark/runtime/command';

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('build the report of a run again, and write report and results')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.out())
    .addHelpText('after', '\nExample:\n  earmark report 12 --out results')
    .action((runId: RunId, { out }: { out: string }) =>
      withLedger(context, async ({ pool }) => {
        await reportRun(pool, runId, out);
        context.out.write(`${join(out, 'report.html')}\n`);
      }),
    );
}
