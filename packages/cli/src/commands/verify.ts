import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { type Context, Explained } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import { type VerifiedPrediction, type VerifyOptions, verifyRun } from '@earmark/worker';
import * as option from '../options.ts';
import { isVerified, verdictLine, verifiedText } from '../verify/verdict-text.ts';

type Options = VerifyOptions & { readonly json?: true };

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('compute a sample of a run again on this machine and compare with what is stored')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(option.sample())
    .addOption(option.seed())
    .addOption(option.maxDuration())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nThe exit code is 0 when something could be compared and all of it is equal, else 1.' +
        '\n\nExample:\n  earmark verify 12 --sample 50 --seed 7',
    )
    .action((runId: RunId, options: Options) =>
      withLedger(context, async ({ pool }) => {
        const { out, err } = context;
        const verified: VerifiedPrediction[] = [];
        const report = {
          verified: (prediction: VerifiedPrediction) => {
            verified.push(prediction);
            if (!options.json) out.write(`${verdictLine(prediction)}\n`);
          },
          leftOut: (why: string) => {
            err.write(`Left out: ${why}\n`);
          },
        };
        await verifyRun(pool, runId, options, report, context);
        out.write(options.json ? `${toJson(verified)}\n` : `${verifiedText(verified)}\n`);
        if (!isVerified(verified)) throw new Explained(1);
      }),
    );
}

function toJson(verified: readonly VerifiedPrediction[]): string {
  const rows = verified.map(({ stored: { file, model }, verdict }) => ({
    file,
    model,
    ...verdict,
  }));
  return JSON.stringify({ isVerified: isVerified(verified), rows });
}
