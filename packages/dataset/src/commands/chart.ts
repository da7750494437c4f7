import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Command } from 'commander';
import { byTracks, parseStatistics, statisticsFileName } from '@earmark/core/dataset';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { formatCounted } from '@earmark/core/text';
import { type Context, json, wholeNumber } from '@earmark/runtime/command';
import { barChart, type BarGroup } from '../chart/bar-chart.ts';
import type { Picture } from '../chart/shapes.ts';
import { toSvg } from '../chart/svg.ts';
import { type Files, openFiles } from '../files.ts';
import { printResult } from '../print-result.ts';

interface ChartOptions {
  readonly top: number;
  readonly json?: true;
}

/** By the end of the name; what is written to standard output is SVG. Loaded only when they are used. */
const FORMATS: Readonly<Record<string, (picture: Picture) => Promise<string | Uint8Array>>> = {
  '': (picture) => Promise.resolve(toSvg(picture)),
  '.svg': (picture) => Promise.resolve(toSvg(picture)),
  '.png': async (picture) => (await import('../chart/png.ts')).toPng(picture),
  '.pdf': async (picture) => (await import('../chart/pdf.ts')).toPdf(picture),
};

/** In the order of the bars. */
const CATEGORIES = ['genre', 'instrument', 'mood/theme'];

export function chartCommand(context: Context): Command {
  return new Command('chart')
    .description('draw the most frequent tags of each category as bars')
    .argument('<folder>', 'folder of statistics, as "earmark dataset stats" writes them')
    .argument(
      '<out>',
      'picture that is written: .svg, .png or .pdf, or - for SVG on standard output',
    )
    .option('--top <n>', 'tags of each category', wholeNumber(1), 20)
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset chart stats/autotagging top20.pdf --top 20',
    )
    .action((folder: string, out: string, options: ChartOptions) =>
      chart(folder, out, options, context),
    );
}

async function chart(folder: string, out: string, options: ChartOptions, context: Context) {
  const draw = FORMATS[extname(out).toLowerCase()];
  if (!draw) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `"${out}" does not say how to draw. Name a file that ends in .svg, .png or .pdf.`,
    );
  }
  const files = openFiles(context);
  const groups = await readGroups(files, folder, options.top);
  await files.write(out, [await draw(barChart(groups, `Tracks of the top ${options.top} tags`))]);
  const counts = groups.map(
    ({ category, tags }) => `${category}: ${formatCounted(tags.length, 'bar')}`,
  );
  printResult(files, options, { figures: { groups }, text: `${counts.join(', ')}.\n` });
}

async function readGroups(files: Files, folder: string, top: number): Promise<BarGroup[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw noStatistics(`"${folder}" cannot be read (${errorCode(error)})`, error);
  });
  const groups: BarGroup[] = [];
  for (const category of CATEGORIES) {
    const name = statisticsFileName(category);
    if (!names.includes(name)) continue;
    const path = join(folder, name);
    const tags = byTracks(parseStatistics(await files.readText(path), path)).slice(0, top);
    groups.push({ category, tags: tags.map(({ tag, nTracks }) => ({ tag, nTracks })) });
  }
  if (groups.length > 0) return groups;
  throw noStatistics(`"${folder}" has no genre.tsv, instrument.tsv or mood_theme.tsv`);
}

function noStatistics(problem: string, cause?: unknown): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The folder ${problem}. Write statistics into it first: earmark dataset stats TABLE FOLDER`,
    { cause },
  );
}
