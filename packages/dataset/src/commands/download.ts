import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EarmarkError } from '@earmark/core/failure';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { earmarkHome } from '@earmark/runtime/config';
import { type Display, withDisplay } from '@earmark/runtime/display';
import { assertWritable, exists } from '@earmark/runtime/files';
import { openStorage, type Storage } from '@earmark/source/storage';
import type { ArchiveResult } from '../download/archive-task.ts';
import {
  describeDownload,
  downloadJson,
  summaryLines,
  warnOfPlan,
} from '../download/describe-download.ts';
import { DOWNLOAD_OPTIONS } from '../download/download-bytes.ts';
import { downloadDataset, type DownloadMode, isComplete } from '../download/download-dataset.ts';
import { showDownload } from '../download/download-progress.ts';
import { dryRunLines, planSpace } from '../download/dry-run.ts';
import { parseOnly } from '../download/parse-only.ts';
import { planDownload } from '../download/plan-download.ts';
import {
  type DatasetName,
  DATASETS,
  type Mirror,
  MIRRORS,
  trackOfPath,
  type TypeName,
  TYPES,
} from '../download/published.ts';
import { PUBLISHED_LISTS, readLists } from '../download/read-lists.ts';
import { openFiles } from '../files.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly dataset: DatasetName;
  readonly type: TypeName;
  readonly from: Mirror;
  readonly lists: string;
  readonly only?: ReadonlySet<string>;
  readonly tracks?: string;
  readonly unpack?: true;
  readonly remove?: true;
  readonly parallel: number;
  readonly dryRun?: true;
  readonly json?: true;
}

export function downloadCommand(context: Context): Command {
  return new Command('download')
    .description(
      'download the published archives into a folder or a bucket, and unpack them; run it again to go on',
    )
    .argument('<out>', 'folder, or s3://bucket/prefix')
    .addOption(new Option('--dataset <name>', 'which tracks').choices(DATASETS).default('raw_30s'))
    .addOption(
      new Option('--type <type>', 'what of them').choices(Object.keys(TYPES)).default('audio'),
    )
    .addOption(from())
    .option('--lists <where>', 'folder or address of the published checksums', PUBLISHED_LISTS)
    .option('--only <numbers>', 'only these archives, e.g. 00-09,42', parseOnly)
    .option(
      '--tracks <table>',
      'with --unpack: only the tracks of this table (- for standard input)',
    )
    .option('--unpack', 'unpack the archives, and compare each file with its checksum')
    .option('--remove', 'with --unpack: unpack archives while they arrive, and keep none')
    .addOption(
      new Option('--parallel <n>', 'archives at a time')
        .argParser(option.wholeNumber(1))
        .default(2),
    )
    .option('--dry-run', 'say how much would be downloaded, and how much room there is')
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(async (out: string, options: Options) => {
      await withDisplay(context, options, (display) =>
        download(out, options, { display, context }),
      );
    });
}

const HELP = `
The exit code is 0 when all archives are there and all their files match, else 1.

Examples:
  earmark dataset download --dataset autotagging_moodtheme --type audio-low --unpack --remove music/
  earmark dataset download --only 00-04 --unpack s3://corpus/jamendo
  earmark dataset download --tracks autotagging-test.tsv --unpack --remove music/`;

const from = () =>
  new Option(
    '--from <mirror>',
    `${Object.keys(MIRRORS).join(' or ')}, or the address of another mirror`,
  )
    .argParser(parseMirror)
    .default(parseMirror('mtg-fast'), 'mtg-fast');

function parseMirror(text: string): Mirror {
  const known = MIRRORS[text];
  if (known) return known;
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return { title: text, url: text };
  throw new InvalidArgumentError(
    `It must be ${Object.keys(MIRRORS).join(', ')} or an address that begins with https:// or http://.`,
  );
}

async function download(
  out: string,
  options: Options,
  { display, context }: { readonly display: Display; readonly context: Context },
): Promise<void> {
  const { dataset, type, from: mirror, parallel, dryRun, json } = options;
  const { env, signal } = context;
  const storage = await openStorage(out, env);
  await assertThere(storage);
  const mode = modeOf(options, storage);
  const edition = { dataset, type };
  const lists = await readLists(
    edition,
    {
      where: options.lists,
      cache: join(earmarkHome(env), 'dataset-lists'),
      options: DOWNLOAD_OPTIONS,
    },
    signal,
  );
  const tracks = await readTracks(options, context);
  const plan = planDownload(edition, { mirror, lists }, { only: options.only, tracks });
  const { tasks } = plan;
  if (dryRun) {
    const space = await planSpace(tasks, { sizes: lists.sizeBytes, storage, mode }, signal);
    if (json)
      context.out.write(`${JSON.stringify({ ...edition, from: mirror.url, out, ...space })}\n`);
    else for (const line of dryRunLines(space, out)) display.line(line);
    return;
  }
  display.line(`Downloading ${dataset} from ${mirror.title}`);
  const archives = tasks.map(({ archive }) => archive);
  const progress = showDownload(display, { archives, sizes: lists.sizeBytes });
  const listener = describeDownload(display, out, mode);
  const results = await downloadDataset(
    tasks,
    mode,
    {
      ...listener,
      onDownloaded(result) {
        progress.onEnd(result.archive);
        listener.onDownloaded(result);
      },
    },
    {
      storage,
      options: DOWNLOAD_OPTIONS,
      parallel,
      signal,
      onBytes: progress.onBytes,
      onSize: progress.onSize,
    },
  );
  display.endProgress();
  if (mode !== 'keep') warnOfPlan(display, plan);
  const totals = { nBytes: progress.nBytes(), seconds: progress.seconds() };
  if (json) {
    context.out.write(
      `${JSON.stringify(downloadJson(results, totals, { edition, mirror, out, plan }))}\n`,
    );
  } else {
    const told = { edition, mode, out, table: options.tracks };
    for (const line of summaryLines(results, totals, told)) display.line(line);
  }
  const isWhole = mode === 'keep' || plan.withoutArchive.length + plan.unknownTracks.length === 0;
  if (!results.every(isComplete) || !isWhole) throw incomplete(results);
}

function incomplete(results: readonly ArchiveResult[]): Error {
  const failed = results.filter(({ status }) => status === 'failed');
  // Nothing but the server is in the way.
  if (failed.length > 0 && failed.every(({ isUnavailable }) => isUnavailable)) {
    return new EarmarkError(
      'SOURCE_UNAVAILABLE',
      'Not every archive could be downloaded, see above. Run the same command again to go on.',
    );
  }
  return new ExitWithCode('someFailed');
}

/**
 * As the dataset's own script does, it makes no folder: a name that is mistyped would get 500 GB.
 *
 * @throws USAGE_INVALID
 */
async function assertThere({ name, folder }: Storage): Promise<void> {
  if (folder === undefined) return;
  if (await exists(folder)) {
    await assertWritable(folder, `The folder ${name}`);
    return;
  }
  throw new EarmarkError(
    'USAGE_INVALID',
    `Output directory ${name} does not exist. Make it: mkdir -p ${name}`,
  );
}

/** @throws USAGE_INVALID for options that mean nothing together */
function modeOf({ unpack, remove, tracks }: Options, { folder }: Storage): DownloadMode {
  if (unpack) return remove || folder === undefined ? 'stream' : 'unpackKept';
  if (tracks === undefined) return 'keep';
  throw new EarmarkError(
    'USAGE_INVALID',
    '--tracks chooses files out of archives, which needs --unpack.',
  );
}

async function readTracks(
  { tracks }: Options,
  context: Context,
): Promise<ReadonlySet<string> | undefined> {
  if (tracks === undefined) return undefined;
  const table = await openFiles(context).readTable(tracks);
  return new Set(table.tracks.flatMap(({ path }) => trackOfPath(path) ?? []));
}
