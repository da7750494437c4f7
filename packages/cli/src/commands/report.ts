import { join } from 'node:path';
import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { reportRun } from '@earmark/reports';
import type { Context } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { linkedPath } from '@earmark/runtime/terminal';
import { withLedger } from '@earmark/services';
import { openOption, openReport } from '../open-report.ts';
import * as option from '@earmark/runtime/command';

interface ReportOptions {
  readonly out: string;
  readonly open?: true;
  readonly json?: true;
}

export function reportCommand(context: Context): Command {
  return new Command('report')
    .description('build the report of a run again, and write report and results')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.out())
    .addOption(openOption())
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark report 12 --out results --open')
    .action(async (runId: RunId, { out, open, json }: ReportOptions) => {
      const report = join(out, 'report.html');
      const files = await withLedger(context, ({ pool }) =>
        withDisplay(context, { json }, (display) => reportRun(pool, runId, out, showWork(display))),
      );
      context.out.write(`${json ? JSON.stringify({ runId, files }) : linkedPath(report)}\n`);
      if (open) await openReport(report, (text) => void context.err.write(`${text}\n`));
    });
}
