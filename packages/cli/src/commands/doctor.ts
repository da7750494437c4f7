import { Command } from 'commander';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import { examine, type Finding } from '../doctor/examine.ts';
import * as option from '@earmark/runtime/command';

export function doctorCommand(context: Context): Command {
  return new Command('doctor')
    .description('show what Earmark finds on this machine, what is missing, and how to install it')
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nIt changes no data and no settings. The exit code is 0 when earmark run can work here, else 3: then a part is "needed".' +
        '\n\nExample:\n  earmark doctor',
    )
    .action(async ({ json }: { json?: true }) => {
      const findings = await examine(context);
      const canRun = findings.every(({ state }) => state !== 'needed');
      context.out.write(
        json
          ? `${JSON.stringify({ canRun, findings })}\n`
          : textTable([['PART', 'STATE', 'DETAILS'], ...findings.map(toRow)]),
      );
      if (!canRun) throw new ExitWithCode('unavailable');
    });
}

function toRow({ part, state, found, fix }: Finding): readonly string[] {
  return [part, state, fix === null ? found : `${found}. ${fix}`];
}
