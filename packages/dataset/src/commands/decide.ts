import { Command } from 'commander';
import { npyBytes } from '@earmark/core/corpus';
import { decide, learnThresholds } from '@earmark/core/evaluation';
import { float32Text, pythonFloat, pythonNotation, sixDecimals } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { openFiles } from '../files.ts';
import { tagList } from '../options.ts';
import { printFigures } from '../print-result.ts';
import { readLabelled } from '../read-labelled.ts';

interface DecideOptions {
  readonly decisions?: string;
  readonly inclusive?: true;
  readonly json?: true;
}

interface DecideFiles {
  readonly truth: string;
  readonly predictions: string;
  readonly thresholds: string;
  readonly list: string;
}

export function decideCommand(context: Context): Command {
  return new Command('decide')
    .description('find the threshold of each tag with the largest F, and decide by it')
    .argument('<truth>', '.npy array of booleans, tracks x tags')
    .argument('<predictions>', '.npy array of scores of the same shape, or - for standard input')
    .argument('<thresholds>', 'file of thresholds that is written, or - for standard output')
    .addArgument(tagList())
    .option('--decisions <file>', '.npy array of decisions that is written')
    .option(
      '--inclusive',
      'decide for a score equal to its threshold too; the reference decides only for greater scores',
    )
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset decide groundtruth.npy predictions.npy thresholds.txt tags.txt --decisions decisions.npy',
    )
    .action(
      (
        truth: string,
        predictions: string,
        thresholds: string,
        list: string,
        options: DecideOptions,
      ) => decideByThresholds({ truth, predictions, thresholds, list }, options, context),
    );
}

async function decideByThresholds(
  { truth, predictions, thresholds, list }: DecideFiles,
  options: DecideOptions,
  context: Context,
) {
  const files = openFiles(context);
  const { labelled, tags } = await readLabelled(files, { truth, predictions, list });
  const { nTracks, nTags, scores } = labelled;
  const learnt = learnThresholds(labelled);
  const toText = scores instanceof Float32Array ? singleText : pythonFloat;
  await files.write(
    thresholds,
    learnt.map((threshold, i) => `${tags[i] ?? ''}\t${toText(threshold)}\n`),
  );
  const decisions = decide(scores, learnt, options.inclusive ? '>=' : '>');
  if (options.decisions !== undefined) {
    const matrix = { nRows: nTracks, nColumns: nTags, values: decisions };
    await files.write(options.decisions, npyBytes(matrix));
  }
  const figures = {
    rule: options.inclusive ? '>=' : '>',
    nDecided: decisions.reduce((sum, value) => sum + value, 0),
    thresholds: learnt.map((threshold, i) => ({ tag: tags[i], threshold })),
  };
  const text = learnt.map((threshold, i) => `${tags[i] ?? ''}\t${sixDecimals(threshold)}\n`);
  printFigures(files, options, { figures, text: text.join('') });
}

function singleText(value: number): string {
  return pythonNotation(float32Text(value));
}
