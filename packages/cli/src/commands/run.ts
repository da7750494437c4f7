import { Command } from 'commander';
import { dryRun } from '@earmark/producer';
import type { Context } from '@earmark/runtime/command';
import * as option from '../options.ts';
import type { RunOptions } from '../run/run-options.ts';
import { run } from '../run/run.ts';

export function runCommand(context: Context): Command {
  return new Command('run')
    .description('tag a corpus on this machine; run it again to resume')
    .argument('<source>', option.SOURCE)
    .addOption(option.audio())
    .addOption(option.models())
    .addOption(option.topK())
    .addOption(option.threshold())
    .addOption(option.out())
    .addOption(option.limit())
    .addOption(option.force())
    .addOption(option.splitJobs())
    .addOption(option.device())
    .addOption(option.threads())
    .addOption(option.fetch())
    .addOption(option.decode())
    .addOption(option.maxDuration())
    .addOption(option.dryRun())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nPostgres and Redis are started for you unless DATABASE_URL and REDIS_URL name yours.' +
        '\n\nExamples:\n  earmark run my_music/ --models jamendo/fcn,jamendo/crnn --top-k 3' +
        '\n  AWS_PROFILE=corpus earmark run s3://corpus/music/',
    )
    .action((source: string, options: RunOptions & { readonly dryRun?: true }) =>
      options.dryRun ? dryRun(source, options, context) : run(source, options, context),
    );
}
