#!/usr/bin/env node
import { Command } from 'commander';
import { EXIT_CODES } from '@earmark/core/failure';
import { runMain, VERSION } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import { COMMANDS } from './commands.ts';

await runMain(process, async (context) => {
  const earmark = new Command('earmark')
    .description('Tags a whole music corpus overnight.')
    .version(VERSION)
    .addHelpText('after', `\nExit codes:\n${exitCodesText()}`);
  const requested = COMMANDS[process.argv[2] ?? ''];
  for (const load of requested ? [requested] : Object.values(COMMANDS)) {
    earmark.addCommand((await load())(context));
  }
  return earmark;
});

function exitCodesText(): string {
  return textTable(
    Object.values(EXIT_CODES).map(({ exitCode, meaning }) => [`  ${String(exitCode)}`, meaning]),
  );
}
