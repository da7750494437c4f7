import { Command } from 'commander';
import type { PlannedRun } from '@earmark/ledger';
import { chooseRunModels, fallBackText } from '@earmark/models';
import { type Context, json, runProgram, THIS_PROCESS } from '@earmark/runtime/command';
import { rejectOnAbort } from '@earmark/runtime/process';
import { withProgram } from '@earmark/services/program';
import { openSource } from '@earmark/source';
import { dryRun } from './dry-run.ts';
import * as option from './options.ts';
import { produce } from './produce.ts';

interface Options extends option.PlanArguments {
  readonly dryRun?: true;
  readonly json?: true;
}

export function produceCommand(context: Context): Command {
  return new Command('produce')
    .description('plan a run in the ledger and enqueue the tasks that are owed')
    .argument('<source>', option.SOURCE)
    .addOption(option.audio())
    .addOption(option.input())
    .addOption(option.models())
    .addOption(option.profile())
    .addOption(option.topK())
    .addOption(option.threshold())
    .addOption(option.limit())
    .addOption(option.force())
    .addOption(option.dryRun())
    .addOption(option.splitJobs())
    .addOption(option.priority())
    .addOption(option.deadline())
    .addOption(json())
    .addHelpText(
      'after',
      '\nExamples:\n  earmark produce s3://corpus/music/ --models jamendo' +
        '\n  earmark produce autotagging.tsv --audio s3://corpus/mtg-jamendo',
    )
    .action((sourceName: string, options: Options) =>
      options.dryRun
        ? dryRun(sourceName, options, context)
        : produceHere(sourceName, options, context),
    );
}

async function produceHere(sourceName: string, options: Options, context: Context): Promise<void> {
  const planned = await runProgram(context, 'producer', async (log) => {
    const source = await openSource(sourceName, { env: context.env, ...options });
    const models = await chooseRunModels(context.env, options);
    const fallBack = fallBackText(options.profile, models);
    if (fallBack !== null && !options.json) context.out.write(`${fallBack}\n`);
    const plan = option.toPlanOptions(options);
    const { signal, tellParent: onListed } = context;
    return withProgram(context, 'producer', log, (program) => {
      const deps = { ...program, log, settledBy: THIS_PROCESS, onListed };
      return rejectOnAbort(signal, produce(source, models, plan, deps, signal));
    });
  });
  context.out.write(options.json ? `${JSON.stringify(planned)}\n` : producedText(planned));
}

function producedText({ runId, nTracks, nTasks, nSettled, isPaused }: PlannedRun): string {
  const next = isPaused
    ? `The run is paused. To resume it: earmark resume ${String(runId)}`
    : 'Start workers with: earmark work';
  return (
    `Run ${String(runId)}: ${String(nTracks)} tracks, ${String(nTasks)} tasks, ` +
    `${String(nTasks - nSettled)} owed. ${next}\n`
  );
}
