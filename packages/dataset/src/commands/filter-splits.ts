import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { filterSplit, PARTS, type SplitFilter, tableText } from '@earmark/core/dataset';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { compareCodePoints, formatCount } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { type OnWork, showWork, withDisplay } from '@earmark/runtime/display';
import { printable, textTable } from '@earmark/runtime/terminal';
import { type Files, openFiles } from '../files.ts';
import { keptCategory, keptTags } from '../options.ts';
import { printResult } from '../print-result.ts';

interface FilterSplitsOptions {
  readonly tags?: string;
  readonly category?: string;
  readonly sort?: true;
  readonly json?: true;
}

export function filterSplitsCommand(context: Context): Command {
  return new Command('filter-splits')
    .description('keep some tags in the tables of all splits')
    .argument('<folder>', 'folder of splits: split-0, split-1, …')
    .argument(
      '<in>',
      'name of the tables that are read: IN-train.tsv, IN-test.tsv, IN-validation.tsv',
    )
    .argument('<out>', 'name of the tables that are written beside them')
    .addOption(keptTags())
    .addOption(keptCategory())
    .option('--sort', 'sort the rows by track id')
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset filter-splits splits autotagging autotagging_genre --category genre --sort' +
        '\n\nWith --tags and --category, a track stays that has a listed tag and a tag of the category, be they different ones.',
    )
    .action((folder: string, from: string, to: string, options: FilterSplitsOptions) =>
      filterSplits({ folder, from, to }, options, context),
    );
}

interface Names {
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

async function filterSplits(names: Names, options: FilterSplitsOptions, context: Context) {
  const files = openFiles(context);
  const filter: SplitFilter = {
    tags: options.tags === undefined ? null : await files.readTagList(options.tags),
    category: options.category ?? null,
    isSorted: options.sort ?? false,
  };
  const outputs = await withDisplay(context, options, (display) =>
    filterTables(files, names, { filter, onWork: showWork(display) }),
  );
  for (const { file, content } of outputs) await files.write(file, content);
  const tables = outputs.map(({ split, part, counts }) => ({ split, part, ...counts }));
  const text = textTable([
    ['SPLIT', 'PART', 'TRACKS', 'KEPT'],
    ...tables.map(({ split, part, nTracks, nKept }) => [
      printable(split),
      part,
      ...[nTracks, nKept].map(formatCount),
    ]),
  ]);
  printResult(files, options, { figures: { tables }, text });
}

/** All tables are read before one is written, so that nothing is written when one of them is missing or damaged. */
async function filterTables(
  files: Files,
  { folder, from, to }: Names,
  { filter, onWork }: { readonly filter: SplitFilter; readonly onWork: OnWork },
) {
  const splits = await foldersIn(folder);
  const outputs = [];
  for (const split of splits) {
    for (const part of PARTS) {
      const before = await files.readTable(join(folder, split, `${from}-${part}.tsv`));
      const after = filterSplit(before, filter);
      const file = join(folder, split, `${to}-${part}.tsv`);
      const counts = { nTracks: before.tracks.length, nKept: after.tracks.length };
      // As bytes, which take a fraction of the memory of the rows.
      const content = [Buffer.from([...tableText(after)].join(''))];
      outputs.push({ split, part, file, counts, content });
      const nAll = splits.length * PARTS.length;
      onWork({ what: 'Filtering', nDone: outputs.length, nAll, noun: 'table' });
    }
  }
  return outputs;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The folder "${folder}" cannot be read (${errorCode(error)}). Name the one in which "earmark dataset split" wrote splits.`,
      { cause: error },
    );
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (names.length > 0) return names.sort(compareCodePoints);
  throw new EarmarkError(
    'USAGE_INVALID',
    `The folder "${folder}" has no folders of splits in it, such as split-0.`,
  );
}
