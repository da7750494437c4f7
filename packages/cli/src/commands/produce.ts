import { Command } from 'commander';
import { chooseModels, readModels } from '@earmark/models';
import { dryRun, produce } from '@earmark/producer';
import { type Context, IDENTITY } from '@earmark/runtime/command';
import { withProgram } from '@earmark/services';
import { openSource } from '@earmark/source';
import * as option from '../options.ts';

interface Options {
  readonly audio?: string;
  readonly models?: readonly string[];
  readonly topK: number;
  readonly threshold: number;
  readonly limit?: number;
  readonly force?: true;
  readonly dryRun?: true;
  readonly splitJobs?: true;
  readonly json?: true;
}

export function produceCommand(context: Context): Command {
  return new Command('produce')
    .description('plan a run in the ledger and enqueue what is owed')
    .argument('<source>', option.SOURCE)
    .addOption(option.audio())
    .addOption(option.models())
    .addOption(option.topK())
    .addOption(option.threshold())
    .addOption(option.limit())
    .addOption(option.force())
    .addOption(option.dryRun())
    .addOption(option.splitJobs())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nExamples:\n  earmark produce s3://corpus/music/ --models jamendo' +
        '\n  earmark produce autotagging.tsv --audio s3://corpus/mtg-jamendo',
    )
    .action(async (sourceName: string, options: Options) => {
      if (options.dryRun) return dryRun(sourceName, options, context);
      const source = await openSource(sourceName, { env: context.env, audio: options.audio });
      const models = chooseModels(await readModels(context.env), options.models);
      const { topK, threshold, force = false, splitJobs = false, limit = null } = options;
      const planned = await withProgram(context, 'producer', (program) =>
        produce(
          source,
          models,
          { topK, threshold, force, splitJobs, limit },
          { ...program, plannedBy: IDENTITY },
          context.signal,
        ),
      );
      context.out.write(
        options.json
          ? `${JSON.stringify(planned)}\n`
          : `Run ${String(planned.runId)}: ${String(planned.nTracks)} tracks, ${String(planned.nTasks)} tasks, ` +
              `${String(planned.nTasks - planned.nSettled)} owed. Start workers with: earmark work\n`,
      );
    });
}
