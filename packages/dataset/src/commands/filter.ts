import { join } from 'node:path';
import { Command } from 'commander';
import {
  categoryStatistics,
  keepCategory,
  keepCounted,
  keepListed,
  keepLongTracks,
  keepNames,
  type MetadataTable,
  statisticsFileName,
  statisticsText,
  tableText,
  tagsOf,
  topTags,
  withArtists,
} from '@earmark/core/dataset';
import { EarmarkError } from '@earmark/core/failure';
import { compareCodePoints } from '@earmark/core/text';
import { type Context, json, positiveNumber, wholeNumber } from '@earmark/runtime/command';
import { type Files, openFiles } from '../files.ts';
import { keptCategory, keptTags, outTable, table } from '../options.ts';
import { printResult } from '../print-result.ts';
import { changesText, tableChanges } from '../table-changes.ts';

interface FilterOptions {
  readonly minSeconds?: number;
  readonly tags?: string;
  readonly category?: string;
  readonly minArtists?: number;
  readonly top?: number;
  readonly statsDirectory?: string;
  readonly tagList?: string;
  readonly json?: true;
}

export function filterCommand(context: Context): Command {
  return new Command('filter')
    .description('keep some tags of a table, and the tracks that have any of them')
    .addArgument(table())
    .addArgument(outTable())
    .option('--min-seconds <s>', 'keep the tracks of at least this duration', positiveNumber)
    .addOption(keptTags())
    .addOption(keptCategory())
    .option('--min-artists <n>', 'keep the tags of at least N artists', wholeNumber(1))
    .option('--top <n>', 'keep the N tags with most tracks, of all categories', wholeNumber(1))
    .option(
      '--stats-directory <dir>',
      'write the statistics of the tags that --min-artists or --top keeps',
    )
    .option('--tag-list <file>', 'write the tags that are kept, sorted')
    .addOption(json())
    .addHelpText(
      'after',
      '\nExamples:' +
        '\n  earmark dataset filter raw.tsv raw_30s.tsv --min-seconds 30' +
        '\n  earmark dataset filter raw_30s_cleantags.tsv autotagging.tsv --min-artists 50' +
        '\n  earmark dataset filter autotagging.tsv autotagging_top50tags.tsv --top 50 --tag-list top50.txt' +
        '\n\nSeveral filters are applied one after another, in the order in which they are listed here.',
    )
    .action((path: string, out: string, options: FilterOptions) =>
      filter(path, out, options, context),
    );
}

async function filter(path: string, out: string, options: FilterOptions, context: Context) {
  assertUseful(options);
  const files = openFiles(context);
  const before = await files.readTable(path);
  const { table: after, statistics } = applyFilters(before, options, {
    listed: options.tags === undefined ? null : await files.readTagList(options.tags),
  });
  await files.write(out, tableText(after));
  await writeLists(files, options, { tags: tagsOf(after.tags), statistics });
  if (after.tracks.length === 0) files.warn('No track is left: the table has a header only.');
  const changes = tableChanges(before, after);
  printResult(files, options, { figures: changes, text: changesText(changes) });
}

const FILTERS = ['minSeconds', 'tags', 'category', 'minArtists', 'top'] as const;

function assertUseful(options: FilterOptions): void {
  if (FILTERS.every((name) => options[name] === undefined)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      'Name what to keep: --min-seconds, --tags, --category, --min-artists or --top.',
    );
  }
  const { statsDirectory, minArtists, top } = options;
  if (statsDirectory !== undefined && minArtists === undefined && top === undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      '--stats-directory is for --min-artists and --top. For the statistics of any table: earmark dataset stats TABLE FOLDER',
    );
  }
}

/** The text of a file of statistics by its name. */
type StatisticsFiles = ReadonlyMap<string, string>;

interface Filtered {
  readonly table: MetadataTable;
  readonly statistics: StatisticsFiles;
}

function applyFilters(
  table: MetadataTable,
  { minSeconds, category, minArtists, top }: FilterOptions,
  { listed }: { readonly listed: readonly string[] | null },
): Filtered {
  const statistics = new Map<string, string>();
  let kept = table;
  if (minSeconds !== undefined) kept = keepLongTracks(kept, minSeconds);
  if (listed) kept = keepListed(kept, listed);
  if (category !== undefined) kept = keepCategory(kept, category);
  if (minArtists !== undefined) {
    const counted = withArtists(categoryStatistics(kept), minArtists);
    for (const { category: name, tags } of counted) {
      statistics.set(statisticsFileName(name), statisticsText(tags));
    }
    kept = keepCounted(kept, counted);
  }
  if (top !== undefined) {
    const counted = topTags(kept, top);
    statistics.set(statisticsFileName('all'), statisticsText(counted));
    kept = keepNames(kept, counted);
  }
  return { table: kept, statistics };
}

async function writeLists(
  files: Files,
  { statsDirectory, tagList }: FilterOptions,
  { tags, statistics }: { readonly tags: string[]; readonly statistics: StatisticsFiles },
) {
  if (statsDirectory !== undefined) {
    for (const [name, text] of statistics) await files.write(join(statsDirectory, name), [text]);
  }
  if (tagList !== undefined) {
    await files.write(tagList, [
      tags
        .sort(compareCodePoints)
        .map((tag) => `${tag}\n`)
        .join(''),
    ]);
  }
}
