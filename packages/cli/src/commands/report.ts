import { join } from 'node:path';
import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { reportRun } from '@earmark/reports';
import type { Context } from '@earmark/runtime/command';
import { linkedPath } from '@earmark/runtime/terminal';
import { withLedger } from '@earmark/services';
import { openOption, openReport } from '../open-report.ts';
import * as option from '@earmark/runtime/command';

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('build the report of a run again, and write report and results')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.out())
    .addOption(openOption())
    .addHelpText('after', '\nExample:\n  earmark report 12 --out results --open')
    .action(async (runId: RunId, { out, open }: { out: string; open?: true }) => {
      const report = join(out, 'report.html');
      await withLedger(context, ({ pool }) => reportRun(pool, runId, out));
      context.out.write(`${linkedPath(report)}\n`);
      if (open) await openReport(report, (text) => void context.err.write(`${text}\n`));
    });
}
