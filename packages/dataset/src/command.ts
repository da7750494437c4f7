import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { baselineCommand } from './commands/baseline.ts';
import { chartCommand } from './commands/chart.ts';
import { checkCommand } from './commands/check.ts';
import { cleanCommand } from './commands/clean.ts';
import { decideCommand } from './commands/decide.ts';
import { downloadCommand } from './commands/download.ts';
import { filterCommand } from './commands/filter.ts';
import { filterSplitsCommand } from './commands/filter-splits.ts';
import { matrixCommand } from './commands/matrix.ts';
import { melspecsCommand } from './commands/melspecs.ts';
import { scoreCommand } from './commands/score.ts';
import { splitCommand } from './commands/split.ts';
import { statsCommand } from './commands/stats.ts';

/** The subcommands, in the order of `earmark dataset --help`. */
const COMMANDS: readonly ((context: Context) => Command)[] = [
  downloadCommand,
  checkCommand,
  statsCommand,
  cleanCommand,
  filterCommand,
  splitCommand,
  filterSplitsCommand,
  chartCommand,
  matrixCommand,
  baselineCommand,
  decideCommand,
  scoreCommand,
  melspecsCommand,
];

export function datasetCommand(context: Context): Command {
  const command = new Command('dataset').description(
    'fetch, check, filter, split and describe the MTG-Jamendo dataset',
  );
  for (const create of COMMANDS) command.addCommand(create(context));
  return command;
}
export type { CheckReport } from './check/check-corpus.ts';
