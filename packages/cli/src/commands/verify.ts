import { Command, Option } from 'commander';
import type { RunId } from '@earmark/core/run';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { withLedger } from '@earmark/services';
import { type VerifiedPrediction, type VerifyOptions, verifyRun } from '@earmark/worker';
import { isVerified, verdictLine, verifiedText } from '../verify/verdict-text.ts';
import * as work from '@earmark/worker/options';
import * as option from '@earmark/runtime/command';

type Options = VerifyOptions & { readonly json?: true };

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('compute a sample of the predictions of a run again on this machine, and compare')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(sample())
    .addOption(seed())
    .addOption(work.maxDuration())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nThe exit code is 0 when at least one prediction could be compared and all are equal, else 1.' +
        '\n\nExample:\n  earmark verify 12 --sample 50 --seed 7',
    )
    .action((runId: RunId, options: Options) =>
      withLedger(context, async ({ pool }) => {
        const { out } = context;
        const verified: VerifiedPrediction[] = [];
        await withDisplay(context, options, (display) => {
          const report = {
            verified: (prediction: VerifiedPrediction) => {
              verified.push(prediction);
              display.line(verdictLine(prediction));
            },
            leftOut: (why: string) => {
              display.warn(`Left out: ${why}`);
            },
            onWork: showWork(display),
          };
          return verifyRun(pool, runId, options, report, context);
        });
        out.write(options.json ? `${toJson(verified)}\n` : `${verifiedText(verified)}\n`);
        if (!isVerified(verified)) throw new ExitWithCode('someFailed');
      }),
    );
}

function toJson(verified: readonly VerifiedPrediction[]): string {
  const rows = verified.map(({ stored: { file, modelName }, verdict }) => ({
    file,
    model: modelName,
    ...verdict,
  }));
  return JSON.stringify({ isVerified: isVerified(verified), rows });
}

const sample = () =>
  new Option('--sample <n>', 'predictions to compute again')
    .default(20)
    .argParser(option.wholeNumber(1));

const seed = () =>
  new Option('--seed <n>', 'seed of the sample: the same number draws the same predictions')
    .default(1)
    .argParser(option.wholeNumber(0));
