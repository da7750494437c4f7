import { join } from 'node:path';
import { Command } from 'commander';
import {
  categoryStatistics,
  durationStatistics,
  statisticsFileName,
  statisticsText,
} from '@earmark/core/dataset';
import { formatCount, formatCounted } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { printable, textTable } from '@earmark/runtime/terminal';
import { openFiles } from '../files.ts';
import { table } from '../options.ts';
import { printResult } from '../print-result.ts';

export function statsCommand(context: Context): Command {
  return new Command('stats')
    .description('count the tracks, artists and albums of a table, and of each of its tags')
    .addArgument(table())
    .argument('[folder]', 'folder for a file of statistics per category')
    .addOption(json())
    .addHelpText('after', '\nExample:\n  earmark dataset stats autotagging.tsv stats/autotagging')
    .action((path: string, folder: string | undefined, options: { json?: true }) =>
      stats(path, folder, options, context),
    );
}

async function stats(
  path: string,
  folder: string | undefined,
  options: { readonly json?: true },
  context: Context,
) {
  const files = openFiles(context);
  const read = await files.readTable(path);
  const categories = categoryStatistics(read);
  const seconds = durationStatistics(read.tracks);
  if (folder !== undefined) {
    for (const { category, tags } of categories) {
      await files.write(join(folder, statisticsFileName(category)), [statisticsText(tags)]);
    }
  }
  const { nAlbums, nArtists } = read;
  const figures = {
    nTracks: read.tracks.length,
    ...{ nAlbums, nArtists, meanSeconds: seconds.mean, medianSeconds: seconds.median },
    categories,
  };
  printResult(files, options, { figures, text: statsText(figures) });
}

interface Figures {
  readonly nTracks: number;
  readonly nAlbums: number;
  readonly nArtists: number;
  readonly meanSeconds: number;
  readonly medianSeconds: number;
  readonly categories: ReturnType<typeof categoryStatistics>;
}

function statsText({ categories, ...figures }: Figures): string {
  const { nTracks, nAlbums, nArtists, meanSeconds, medianSeconds } = figures;
  const counts = `${formatCounted(nTracks, 'track')}, ${formatCounted(nAlbums, 'album')}, ${formatCounted(nArtists, 'artist')}`;
  return (
    `${counts}. Duration: mean ${meanSeconds.toFixed(1)} s, median ${medianSeconds.toFixed(1)} s.\n` +
    textTable([
      ['CATEGORY', 'TAGS', 'TRACKS', 'ALBUMS', 'ARTISTS'],
      ...categories.map(({ category, tags, ...counts }) => [
        printable(category),
        ...[tags.length, counts.nTracks, counts.nAlbums, counts.nArtists].map(formatCount),
      ]),
    ])
  );
}
