import { Command } from 'commander';
import { EXIT_CODES } from '@earmark/core/failure';
import { runMain, VERSION } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import { COMMANDS } from './commands.ts';

/** Runs the command line of a process as a command of `earmark`, and sets its exit code. */
export function runEarmark(self: NodeJS.Process): Promise<void> {
  return runMain(self, async (context) => {
    const earmark = new Command('earmark')
      .description('Tags a whole music corpus overnight.')
      .version(VERSION)
      .addHelpText('after', `\nExit codes:\n${exitCodesText()}`);
    for (const load of commandsFor(self.argv[2])) {
      earmark.addCommand((await load())(context));
    }
    return earmark;
  });
}

/** The requested command; all of them for the help, and none for what is no command. */
function commandsFor(first: string | undefined) {
  if (first === '--version' || first === '-V') return [];
  const requested = COMMANDS[first ?? ''];
  return requested ? [requested] : Object.values(COMMANDS);
}

function exitCodesText(): string {
  return textTable(
    Object.values(EXIT_CODES).map(({ exitCode, meaning }) => [`  ${String(exitCode)}`, meaning]),
  );
}
