import { join, parse } from 'node:path';
import { Command, Option } from 'commander';
import {
  parseSplitRows,
  PARTS,
  partText,
  type PerPart,
  type Splits,
  splitTable,
  splitText,
} from '@earmark/core/dataset';
import { EarmarkError } from '@earmark/core/failure';
import { formatCount, formatCounted } from '@earmark/core/text';
import { type Context, json, wholeNumber } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { textTable } from '@earmark/runtime/terminal';
import { type Files, nameOf, openFiles } from '../files.ts';
import { perPart, ratio, table } from '../options.ts';
import { printResult } from '../print-result.ts';
import { createShuffle } from '../shuffled.ts';

interface SplitOptions {
  readonly splits: number;
  readonly trials: number;
  readonly seed: number;
  readonly splitRatio: PerPart;
  readonly artistThreshold: PerPart;
  readonly trackThreshold: PerPart;
  readonly json?: true;
}

export function splitCommand(context: Context): Command {
  return new Command('split')
    .description(
      'split a table at random into tables for training, test and validation, without an artist in two of them',
    )
    .addArgument(table())
    .argument('[folder]', 'folder for split-0, split-1, …', '.')
    .option('--splits <n>', 'how many different splits', wholeNumber(1), 5)
    .option(
      '--trials <n>',
      'how many splits are tried; the best ones are kept',
      wholeNumber(1),
      500,
    )
    .option(
      '--seed <n>',
      'begins the random numbers: the same seed gives the same splits',
      wholeNumber(0),
      0,
    )
    .addOption(
      partsOption(
        '--split-ratio <n-n-n>',
        'percent of the artists for training, test and validation',
        { parse: ratio, text: '60-20-20' },
      ),
    )
    .addOption(
      partsOption('--artist-threshold <n-n-n>', 'least artists of a tag in each', {
        parse: perPart,
        text: '10-5-5',
      }),
    )
    .addOption(
      partsOption('--track-threshold <n-n-n>', 'least tracks of a tag in each', {
        parse: perPart,
        text: '40-20-20',
      }),
    )
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset split autotagging.tsv splits --seed 7' +
        '\n\nTags that are too rare in any part of any split are removed from all of them.',
    )
    .action((path: string, folder: string, options: SplitOptions) =>
      split(path, folder, options, context),
    );
}

function partsOption(
  flags: string,
  description: string,
  { parse, text }: { readonly parse: (text: string) => PerPart; readonly text: string },
): Option {
  return new Option(flags, description).argParser(parse).default(parse(text), text);
}

async function split(path: string, folder: string, options: SplitOptions, context: Context) {
  if (options.trials < options.splits) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${options.trials} trials cannot give ${options.splits} splits. Raise --trials.`,
    );
  }
  const files = openFiles(context);
  const table = parseSplitRows(await files.readText(path), nameOf(path));
  const splits = await withDisplay(context, options, (display) => {
    const onWork = showWork(display);
    return Promise.resolve(
      splitTable(table.rows, {
        nSplits: options.splits,
        nTrials: options.trials,
        ratio: options.splitRatio,
        thresholds: { artists: options.artistThreshold, tracks: options.trackThreshold },
        shuffle: createShuffle(options.seed),
        onTrials: (nDone) =>
          onWork({ what: 'Splitting', nDone, nAll: options.trials, noun: 'trial' }),
      }),
    );
  });
  const text = splitText(table, splits.discarded);
  assertNotEmpty(text, nameOf(path));
  const name = parse(nameOf(path)).name;
  const parts = await writeSplits(files, splits, {
    text,
    folder,
    name,
  });
  const { discarded, nCandidates, isBest } = splits;
  const { seed, trials } = options;
  printResult(files, options, {
    figures: { seed, nTrials: trials, discarded, nCandidates, isBest, parts },
    text: `${summary(splits, options)}\n${partsText(parts)}`,
  });
}

/** Every tag that is kept is in all parts, so an empty part means that none was kept. */
function assertNotEmpty({ lines }: ReturnType<typeof splitText>, name: string): void {
  if (lines.length > 0) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Every tag of ${name} is too rare in a part, so the splits would be empty. Lower --artist-threshold and --track-threshold, or raise --trials.`,
  );
}

interface SplitPart {
  readonly split: number;
  readonly part: (typeof PARTS)[number];
  readonly nArtists: number;
  readonly nTracks: number;
}

async function writeSplits(
  files: Files,
  { partOf }: Splits,
  {
    text,
    folder,
    name,
  }: {
    readonly text: ReturnType<typeof splitText>;
    readonly folder: string;
    readonly name: string;
  },
): Promise<readonly SplitPart[]> {
  const parts: SplitPart[] = [];
  for (const [split, of] of partOf.entries()) {
    for (const part of PARTS) {
      const { rows, nTracks } = partText(text, part, of);
      await files.write(join(folder, `split-${split}`, `${name}-${part}.tsv`), rows);
      const nArtists = [...of.values()].filter((each) => each === part).length;
      parts.push({ split, part, nArtists, nTracks });
    }
  }
  return parts;
}

function summary(
  { discarded, nCandidates, isBest }: Splits,
  { seed, trials, splits }: SplitOptions,
): string {
  const removed =
    discarded.length === 0
      ? 'No tag is too rare in any part.'
      : `${formatCounted(discarded.length, 'tag')} too rare in a part, removed from all splits: ${discarded.join(', ')}`;
  const search = isBest
    ? `No other choice of ${formatCounted(splits, 'split')} among the best ${formatCount(nCandidates)} of ${formatCounted(trials, 'trial')} (seed ${seed}) removes fewer.`
    : `The search among the best ${formatCount(nCandidates)} of ${formatCounted(trials, 'trial')} (seed ${seed}) stopped at its limit: there may be a choice that removes fewer tags. More trials or another seed can give fewer candidates.`;
  return `${removed}\n${search}`;
}

function partsText(parts: readonly SplitPart[]): string {
  return textTable([
    ['SPLIT', 'PART', 'ARTISTS', 'TRACKS'],
    ...parts.map(({ split, part, nArtists, nTracks }) => [
      String(split),
      part,
      ...[nArtists, nTracks].map(formatCount),
    ]),
  ]);
}
