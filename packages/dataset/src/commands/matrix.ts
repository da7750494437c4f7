import { Command } from 'commander';
import { npyBytes } from '@earmark/core/corpus';
import { tagMatrix } from '@earmark/core/dataset';
import { formatCounted } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { nameOf, openFiles } from '../files.ts';
import { table, tagList } from '../options.ts';
import { printResult } from '../print-result.ts';

export function matrixCommand(context: Context): Command {
  return new Command('matrix')
    .description('write the tags of a table as a NumPy array of booleans, tracks x tags')
    .addArgument(table())
    .addArgument(tagList())
    .argument('<out>', '.npy file that is written, or - for standard output')
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset matrix autotagging_moodtheme-test.tsv moodtheme_split.txt groundtruth.npy',
    )
    .action((path: string, list: string, out: string, options: { json?: true }) =>
      matrix({ path, list, out }, options, context),
    );
}

async function matrix(
  { path, list, out }: { readonly path: string; readonly list: string; readonly out: string },
  options: { readonly json?: true },
  context: Context,
) {
  const files = openFiles(context);
  const read = await files.readTable(path);
  const tags = await files.readTagList(list);
  const flags = tagMatrix(read, tags, { table: nameOf(path), list: nameOf(list) });
  await files.write(out, npyBytes(flags));
  const nTrue = flags.values.reduce((sum, value) => sum + value, 0);
  const figures = { nTracks: flags.nRows, nTags: flags.nColumns, nTrue };
  const text = `${formatCounted(figures.nTracks, 'track')} x ${formatCounted(figures.nTags, 'tag')}, ${formatCounted(nTrue, 'cell')} true.\n`;
  printResult(files, options, { figures, text });
}
