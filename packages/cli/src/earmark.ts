import { Command } from 'commander';
import { EXIT_CODES } from '@earmark/core/failure';
import { type Context, runMain, VERSION } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import { COMMAND_GROUPS, COMMANDS } from './commands.ts';
import { FIRST_STEPS } from './first-steps.ts';

/** Runs the command line of a process as a command of `earmark`, and sets its exit code. */
export function runEarmark(self: NodeJS.Process): Promise<void> {
  const [, , first] = self.argv;
  return runMain(self, (context) =>
    first === undefined ? firstSteps(context) : earmarkCommand(context, first),
  );
}

function firstSteps({ out }: Context): Command {
  return new Command('earmark').action(() => void out.write(FIRST_STEPS));
}

async function earmarkCommand(context: Context, first: string): Promise<Command> {
  const earmark = new Command('earmark')
    .description('Tags a whole music corpus overnight.')
    .version(VERSION)
    .commandsGroup('Set up:')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\nExit codes:\n${exitCodesText()}`);
  for (const [topic, commands] of Object.entries(COMMAND_GROUPS)) {
    for (const [name, load] of Object.entries(commands)) {
      if (needs(first, name)) earmark.addCommand((await load())(context).helpGroup(topic));
    }
  }
  return earmark;
}

/** Whether a command line that begins with this word needs a command: the help and the completion need all of them. */
function needs(first: string, name: string): boolean {
  if (first === '--version' || first === '-V') return false;
  return first === name || first === 'completion' || !Object.hasOwn(COMMANDS, first);
}

function exitCodesText(): string {
  return textTable(
    Object.values(EXIT_CODES).map(({ exitCode, meaning }) => [`  ${String(exitCode)}`, meaning]),
  );
}
