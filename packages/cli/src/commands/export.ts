import { Command, Option } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { type Export, exportRun } from '@earmark/reports/results';
import type { Context } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { withLedger } from '@earmark/services';
import { filesText } from '../export/files-text.ts';
import * as option from '@earmark/runtime/command';

interface ExportOptions {
  readonly format: Export['format'];
  readonly models?: readonly string[];
  readonly topK?: number;
  readonly threshold?: number;
  readonly layout?: 'long' | 'wide';
  readonly limit?: number;
  readonly ensemble?: true;
  readonly audio?: string;
  readonly out: string;
  readonly json?: true;
}

export function exportCommand(context: Context): Command {
  return new Command('export')
    .description(
      'write the predictions of a run, complete or not, for notebooks, databases and music players',
    )
    .argument('<run>', 'number of the run', option.parseRunId)
    .addOption(
      new Option(
        '--format <name>',
        'results: the best tags as CSV and JSON; scores: every score as CSV; parquet: every score as Parquet; embeddings: a NumPy matrix per model that yields them; m3u: a playlist per tag',
      )
        .choices(['results', 'scores', 'parquet', 'embeddings', 'm3u'])
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
    .addOption(exportLimit())
    .option('--ensemble', 'for m3u: by the mean of the models of the same tags, not for each model')
    .option(
      '--audio <dir>',
      'for m3u: folder with a copy of the objects of a source in S3, which players cannot open',
    )
    .addOption(option.out())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nExamples:' +
        '\n  earmark export 12 --format results --models jamendo/crnn --top-k 10 --threshold 0.2' +
        '\n  earmark export 12 --format parquet --layout wide --out corpus' +
        '\n  earmark export 12 --format m3u --ensemble --threshold 0.5 --out my_music',
    )
    .action((runId: RunId, options: ExportOptions) =>
      withLedger(context, async ({ pool }) => {
        const { models, out: folder, json } = options;
        const what = toExport(options);
        const files = await withDisplay(context, { json }, (display) => {
          const onWork = showWork(display);
          return exportRun(pool, runId, { what, folder, onWork, ...(models && { models }) });
        });
        context.out.write(
          json ? `${JSON.stringify({ runId, files })}\n` : filesText(what.format, files),
        );
      }),
    );
}

type FormatOption = 'topK' | 'threshold' | 'layout' | 'limit' | 'ensemble' | 'audio';

/** The options that not every format has. */
const OPTIONS_OF: Readonly<Record<Export['format'], readonly FormatOption[]>> = {
  results: ['topK', 'threshold'],
  scores: [],
  parquet: ['layout'],
  embeddings: [],
  m3u: ['threshold', 'limit', 'ensemble', 'audio'],
};

const FLAGS: Readonly<Record<FormatOption, string>> = {
  topK: '--top-k',
  threshold: '--threshold',
  layout: '--layout',
  limit: '--limit',
  ensemble: '--ensemble',
  audio: '--audio',
};

/** As long as an evening. */
const DEFAULT_LIMIT = 100;

function toExport(options: ExportOptions): Export {
  const { format, topK, threshold, layout, limit, ensemble, audio } = options;
  assertOptionsOf(options);
  switch (format) {
    case 'results':
      return {
        format,
        ...(topK !== undefined && { topK }),
        ...(threshold !== undefined && { threshold }),
      };
    case 'scores':
    case 'embeddings':
      return { format };
    case 'parquet':
      return { format, layout: layout ?? 'long' };
    case 'm3u':
      return {
        format,
        limit: limit ?? DEFAULT_LIMIT,
        ensemble: ensemble ?? false,
        ...(threshold !== undefined && { threshold }),
        ...(audio !== undefined && { audio }),
      };
  }
}

function assertOptionsOf(options: ExportOptions): void {
  const { format } = options;
  const names = Object.keys(FLAGS) as FormatOption[];
  const foreign = names.find(
    (name) => options[name] !== undefined && !OPTIONS_OF[format].includes(name),
  );
  if (foreign === undefined) return;
  const formats = Object.entries(OPTIONS_OF).filter(([, taken]) => taken.includes(foreign));
  throw new EarmarkError(
    'USAGE_INVALID',
    `${FLAGS[foreign]} is for --format ${formats.map(([name]) => name).join(' and ')}, and not for ${format}.`,
  );
}

// Without a default: the run has its own values, and other formats do not take them.
const exportTopK = () =>
  new Option(
    '--top-k <n>',
    'for results: tags per track and model (default: as in the run)',
  ).argParser(option.wholeNumber(1));

const exportThreshold = () =>
  new Option(
    '--threshold <p>',
    'for results and m3u: smallest score of a tag that is written (default: as in the run)',
  ).argParser(option.probability);

const exportLimit = () =>
  new Option(
    '--limit <n>',
    `for m3u: up to N tracks per playlist, those with the highest scores (default: ${String(DEFAULT_LIMIT)})`,
  ).argParser(option.wholeNumber(1));
