import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { checkCommand } from './commands/check.ts';
import { downloadCommand } from './commands/download.ts';

/** The subcommands, in the order of `earmark dataset --help`. */
const COMMANDS: readonly ((context: Context) => Command)[] = [downloadCommand, checkCommand];

export function datasetCommand(context: Context): Command {
  const command = new Command('dataset').description(
    'fetch, check, filter, split and describe the MTG-Jamendo dataset',
  );
  for (const create of COMMANDS) command.addCommand(create(context));
  return command;
}
export type { CheckReport } from './check/check-corpus.ts';
