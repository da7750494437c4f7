import { Command } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import { type RequestedRun, findRun, type RetriedCode, retryFailed } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { textTable } from '@earmark/runtime/terminal';
import { withLedger } from '@earmark/services';
import { assertFailureCode } from '../failure-code.ts';
import { runCommandLine } from '../run/run-command-line.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly code?: readonly string[];
  readonly model?: readonly string[];
  readonly worker?: readonly string[];
  readonly json?: true;
}

export function retryCommand(context: Context): Command {
  return new Command('retry')
    .description('queue failed tasks of a run again')
    .argument('<run>', 'number of the run', option.parseRunId)
    .option('--code <codes...>', 'only tasks that failed with one of these codes')
    .option('--model <models...>', 'only tasks of these models')
    .option(
      '--worker <names...>',
      'only tasks that these workers settled; earmark failures shows their names',
    )
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark retry 12 --code SOURCE_UNAVAILABLE WORKER_CRASHED\n  earmark retry 12 --worker machine:4711',
    )
    .action((runId: RunId, { code, model, worker, json }: Options) =>
      withLedger(context, async ({ pool }) => {
        code?.forEach(assertFailureCode);
        const run = await findRun(pool, runId);
        model?.forEach((name) => {
          assertModel(run, name);
        });
        const retried = await retryFailed(pool, runId, {
          codes: code ?? null,
          models: model ?? null,
          workers: worker ?? null,
        });
        const isShared = context.env.DATABASE_URL !== undefined;
        context.out.write(
          json
            ? `${JSON.stringify({ run: runId, retried })}\n`
            : retriedText(run, retried, isShared),
        );
      }),
    );
}

function assertModel({ runId, models }: RequestedRun, name: string): void {
  if (models.includes(name)) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${String(runId)} has no model "${name}". Its models are: ${models.join(', ')}.`,
  );
}

function retriedText(
  run: RequestedRun,
  retried: readonly RetriedCode[],
  isShared: boolean,
): string {
  const name = `Run ${String(run.runId)}`;
  if (retried.length === 0) return `${name} has no such failed tasks. Nothing was changed.\n`;
  const rows = retried.map(({ code, count }) => [`  ${code}`, formatCounted(count, 'task')]);
  const next = isShared
    ? 'A running aggregator enqueues them immediately. To tag them on this machine:'
    : 'No workers are running. To tag them:';
  return `Tasks of run ${String(run.runId)} that were re-queued:\n${textTable(rows)}${next}\n  ${runCommandLine(run)}\n`;
}
