import { Argument, Command } from 'commander';
import { npyBytes } from '@earmark/core/corpus';
import { categoryLeaders, popularBaseline, randomBaseline } from '@earmark/core/dataset';
import { formatCounted } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { nameOf, openFiles } from '../files.ts';
import { tagList } from '../options.ts';
import { printResult } from '../print-result.ts';

const ALGORITHMS = { popular: popularBaseline, random: randomBaseline };

interface BaselineFiles {
  readonly train: string;
  readonly test: string;
  readonly list: string;
  readonly out: string;
}

export function baselineCommand(context: Context): Command {
  return new Command('baseline')
    .description('write the predictions of a simple baseline as a NumPy array, tracks x tags')
    .addArgument(
      new Argument(
        '<algorithm>',
        'popular: every track has the most frequent tag; random: every score is the share of the tracks with the tag',
      ).choices(Object.keys(ALGORITHMS)),
    )
    .argument('<train>', 'table to learn from, or - for standard input')
    .argument('<test>', 'table to predict: the array has a row for each of its tracks')
    .addArgument(tagList())
    .argument('<out>', '.npy file that is written, or - for standard output')
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset baseline popular train.tsv test.tsv tags.txt predictions.npy',
    )
    .action(
      (
        algorithm: keyof typeof ALGORITHMS,
        train: string,
        test: string,
        list: string,
        out: string,
        options: { json?: true },
      ) => baseline(algorithm, { train, test, list, out }, options, context),
    );
}

async function baseline(
  algorithm: keyof typeof ALGORITHMS,
  { train, test, list, out }: BaselineFiles,
  options: { readonly json?: true },
  context: Context,
) {
  const files = openFiles(context);
  const trained = await files.readTable(train);
  const { tracks } = await files.readTable(test);
  const tags = await files.readTagList(list);
  const names = { table: nameOf(train), list: nameOf(list) };
  const matrix = ALGORITHMS[algorithm](trained, tracks.length, { tags, names });
  await files.write(out, npyBytes(matrix));
  const leaders = categoryLeaders(trained);
  const figures = { algorithm, nTracks: matrix.nRows, nTags: matrix.nColumns, leaders };
  const lines = [
    `${formatCounted(matrix.nRows, 'track')} x ${formatCounted(matrix.nColumns, 'tag')}.`,
    ...leaders.map(
      ({ category, tag, nTracks }) =>
        `Most frequent in ${category}: ${tag}, ${formatCounted(nTracks, 'track')}.`,
    ),
  ];
  printResult(files, options, { figures, text: `${lines.join('\n')}\n` });
}
