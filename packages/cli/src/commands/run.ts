import { Command } from 'commander';
import { dryRun } from '@earmark/producer';
import type { Context } from '@earmark/runtime/command';
import { openOption } from '../open-report.ts';
import { run, type RunOptions } from '../run/run.ts';
import * as plan from '@earmark/producer/options';
import * as work from '@earmark/worker/options';
import * as option from '@earmark/runtime/command';

export function runCommand(context: Context): Command {
  return new Command('run')
    .description('tag a corpus on this machine; run it again to resume')
    .argument('<source>', plan.SOURCE)
    .addOption(plan.audio())
    .addOption(plan.input())
    .addOption(plan.models())
    .addOption(plan.profile())
    .addOption(plan.topK())
    .addOption(plan.threshold())
    .addOption(option.out())
    .addOption(openOption())
    .addOption(plan.limit())
    .addOption(plan.force())
    .addOption(plan.splitJobs())
    .addOption(plan.priority())
    .addOption(plan.deadline())
    .addOption(work.device())
    .addOption(work.threads())
    .addOption(work.fetch())
    .addOption(work.decode())
    .addOption(work.maxDuration())
    .addOption(work.maxRequests())
    .addOption(work.maxBandwidth())
    .addOption(plan.dryRun())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nEarmark starts a Postgres and a Redis of its own unless DATABASE_URL and REDIS_URL are set.' +
        '\n\nExamples:\n  earmark run my_music/ --models jamendo/fcn,jamendo/crnn --top-k 3' +
        '\n  AWS_PROFILE=corpus earmark run s3://corpus/music/',
    )
    .action((source: string, options: RunOptions & { readonly dryRun?: true }) =>
      options.dryRun ? dryRun(source, options, context) : run(source, options, context),
    );
}
