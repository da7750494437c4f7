import { Command, Option } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { type Export, exportRun } from '@earmark/reports/results';
import type { Context } from '@earmark/runtime/command';
import { withLedger } from '@earmark/services';
import * as option from '@earmark/runtime/command';

interface ExportOptions {
  readonly format: Export['format'];
  readonly models?: readonly string[];
  readonly topK?: number;
  readonly threshold?: number;
  readonly layout?: 'long' | 'wide';
  readonly out: string;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description('write the predictions of a run, complete or not, for notebooks and databases')
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(
      new Option(
        '--format <name>',
        'results: the best tags as CSV and JSON; scores: every score as CSV; parquet: every score as Parquet',
      )
        .choices(['results', 'scores', 'parquet'])
        .makeOptionMandatory(),
    )
    .option(
      '--models <list>',
      'models of the run by name, data set or "all", separated by commas (default: all)',
      option.parseNames,
    )
    .addOption(exportTopK())
    .addOption(exportThreshold())
    .addOption(
      new Option(
        '--layout <name>',
        'for parquet; long: one file, one row per track, model and tag; wide: one file per model, one column per tag (default: long)',
      ).choices(['long', 'wide']),
    )
    .addOption(option.out())
    .addHelpText(
      'after',
      '\nExamples:' +
        '\n  earmark export 12 --format results --models jamendo/crnn --top-k 10 --threshold 0.2' +
        '\n  earmark export 12 --format parquet --layout wide --out corpus',
    )
    .action((runId: RunId, options: ExportOptions) =>
      withLedger(context, async ({ pool }) => {
        const { models, out: folder } = options;
        const what = toExport(options);
        const paths = await exportRun(pool, runId, { what, folder, ...(models && { models }) });
        context.out.write(`${paths.join('\n')}\n`);
      }),
    );
}

function toExport({ format, topK, threshold, layout }: ExportOptions): Export {
  if (format !== 'results' && (topK ?? threshold) !== undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `--top-k and --threshold are for --format results; ${format} has every score.`,
    );
  }
  if (format !== 'parquet' && layout !== undefined) {
    throw new EarmarkError('USAGE_INVALID', '--layout is for --format parquet.');
  }
  switch (format) {
    case 'results':
      return {
        format,
        ...(topK !== undefined && { topK }),
        ...(threshold !== undefined && { threshold }),
      };
    case 'scores':
      return { format };
    case 'parquet':
      return { format, layout: layout ?? 'long' };
  }
}

// Without a default: the run has its own values.
const exportTopK = () =>
  new Option('--top-k <n>', 'tags per track and model (default: as in the run)').argParser(
    option.wholeNumber(1),
  );

const exportThreshold = () =>
  new Option(
    '--threshold <p>',
    'smallest score of a tag that is written (default: as in the run)',
  ).argParser(option.probability);
