#!/usr/bin/env node
import { Command } from 'commander';
import { runMain, VERSION } from '@earmark/runtime/command';
import { COMMANDS } from './commands.ts';

await runMain(process, async (context) => {
  const earmark = new Command('earmark')
    .description('Tags a whole music corpus overnight.')
    .version(VERSION);
  const requested = COMMANDS[process.argv[2] ?? ''];
  for (const load of requested ? [requested] : Object.values(COMMANDS)) {
    earmark.addCommand((await load())(context));
  }
  return earmark;
});
