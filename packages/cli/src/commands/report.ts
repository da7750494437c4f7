import { join } from 'node:path';
import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { reportRun } from '@earmark/reports';
import type { Context } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { withLedger } from '@earmark/services';
import * as option from '@earmark/runtime/command';

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('build the report of a run again, and write report and results')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.out())
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark report 12 --out results')
    .action((runId: RunId, { out, json }: { out: string; json?: true }) =>
      withLedger(context, async ({ pool }) => {
        const files = await withDisplay(context, { json }, (display) =>
          reportRun(pool, runId, out, showWork(display)),
        );
        context.out.write(
          json ? `${JSON.stringify({ runId, files })}\n` : `${join(out, 'report.html')}\n`,
        );
      }),
    );
}
