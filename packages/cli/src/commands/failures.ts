import { Command } from 'commander';
import type { RunId } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import { type FailedTrack, type FailedTracks, findRun, listFailedTracks } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { printable, shortened, textTable, utcMinute } from '@earmark/runtime/terminal';
import { withLedger } from '@earmark/services';
import { assertFailureCode } from '../failure-code.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly code?: readonly string[];
  readonly limit: number;
  readonly json?: true;
}

export function failuresCommand(context: Context): Command {
  return new Command('failures')
    .description('list the failed tracks of a run, the latest first')
    .argument('<run>', 'number of the run', option.parseRunId)
    .option('--code <codes...>', 'only tracks that failed with one of these codes')
    .option('--limit <n>', 'up to N tracks', option.wholeNumber(1), 100)
    .addOption(option.json())
    .addHelpText('after', '\nExample:\n  earmark failures 12 --code WORKER_CRASHED --limit 20')
    .action((runId: RunId, { code, limit, json }: Options) =>
      withLedger(context, async ({ pool }) => {
        code?.forEach(assertFailureCode);
        const { models } = await findRun(pool, runId);
        const failed = await listFailedTracks(pool, runId, { codes: code ?? null, limit });
        context.out.write(
          json ? `${JSON.stringify({ runId, ...failed })}\n` : failedText(failed, models.length),
        );
      }),
    );
}

const FILE_WIDTH = 40;
const HEADER = ['TRACK', 'CODE', 'MODELS', 'WORKER', 'ATTEMPTS', 'FAILED (UTC)', 'REASON'];

function failedText({ nTracks, tracks }: FailedTracks, nModels: number): string {
  if (tracks.length === 0) return 'No track failed.\n';
  const rest = nTracks - tracks.length;
  return (
    textTable([HEADER, ...tracks.map((track) => toRow(track, nModels))]) +
    (rest > 0 ? `... and ${formatCounted(rest, 'track')} more: see --limit\n` : '')
  );
}

function toRow(track: FailedTrack, nModels: number): readonly string[] {
  const { file, code, message, models, worker, attempts, failedAt } = track;
  return [
    shortened(file, FILE_WIDTH),
    code,
    models.length === nModels ? 'all' : models.join(', '),
    worker,
    String(attempts),
    utcMinute(failedAt),
    printable(message),
  ];
}
