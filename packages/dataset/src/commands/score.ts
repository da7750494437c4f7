import { Command } from 'commander';
import { parseNpy, toFlags } from '@earmark/core/corpus';
import { evaluateScores, type Measures } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { sixDecimals } from '@earmark/core/text';
import { type Context, json } from '@earmark/runtime/command';
import { type Files, nameOf, openFiles } from '../files.ts';
import { printFigures } from '../print-result.ts';
import { assertSameShape, readLabelled } from '../read-labelled.ts';

interface ScoreOptions {
  readonly decisions?: string;
  readonly out?: string;
  readonly json?: true;
}

export function scoreCommand(context: Context): Command {
  return new Command('score')
    .description(
      'score predictions as the MediaEval task does: macro and micro ROC-AUC, PR-AUC, precision, recall and F',
    )
    .argument('<truth>', '.npy array of booleans, tracks x tags')
    .argument('<predictions>', '.npy array of scores of the same shape, or - for standard input')
    .option('--decisions <file>', '.npy array of decisions, for precision, recall and F')
    .option('--out <file>', 'write the measures to a file, too')
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset score groundtruth.npy predictions.npy --decisions decisions.npy --out results.tsv' +
        '\n\n"earmark evaluate" shows more: every tag, means that leave tags without positives out, and a page with curves.',
    )
    .action((truth: string, predictions: string, options: ScoreOptions) =>
      score({ truth, predictions }, options, context),
    );
}

async function score(
  { truth, predictions }: { readonly truth: string; readonly predictions: string },
  options: ScoreOptions,
  context: Context,
) {
  const files = openFiles(context);
  const { labelled } = await readLabelled(files, { truth, predictions, list: null });
  const { nTags } = labelled;
  const decisions =
    options.decisions === undefined
      ? null
      : await readDecisions(files, options.decisions, { labelled, predictions });
  const tags = Array.from({ length: nTags }, (_, i) => ({ tag: String(i), category: 'tag' }));
  const { macro, micro } = evaluateScores({
    ...{ labelled, tags, decisions, thresholds: null, mode: 'strict' },
  });
  if (macro.rocAuc === null) throw undefinedMean(macro.nWithoutRocAuc, truth);
  const rows = [...measureRows('macro', macro), ...measureRows('micro', micro)];
  const lines = rows.map(({ name, value }) => `${name}\t${sixDecimals(value)}\n`);
  if (options.out !== undefined) await files.write(options.out, lines);
  const figures = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  printFigures(files, options, { figures: { measures: figures }, text: lines.join('') });
}

async function readDecisions(
  files: Files,
  path: string,
  {
    labelled,
    predictions,
  }: { readonly labelled: { nTracks: number; nTags: number }; readonly predictions: string },
): Promise<Uint8Array> {
  const name = nameOf(path);
  const decisions = toFlags(parseNpy(await files.readBytes(path), name), name);
  const expected = { nRows: labelled.nTracks, nColumns: labelled.nTags };
  assertSameShape(decisions, expected, [name, nameOf(predictions)]);
  return decisions.values;
}

const MEASURES = [
  { name: 'ROC-AUC', of: ({ rocAuc }: Measures) => rocAuc },
  { name: 'PR-AUC', of: ({ prAuc }: Measures) => prAuc },
  { name: 'precision', of: ({ precision }: Measures) => precision },
  { name: 'recall', of: ({ recall }: Measures) => recall },
  { name: 'F-score', of: ({ fScore }: Measures) => fScore },
];

/** Without decisions there are the areas alone. */
function measureRows(mean: string, measures: Measures) {
  return MEASURES.flatMap(({ name, of }) => {
    const value = of(measures);
    return value === null ? [] : [{ name: `${name}-${mean}`, value }];
  });
}

function undefinedMean(nTags: number, truth: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The mean ROC-AUC is not defined: in ${nameOf(truth)} all tracks or none have the tag in ${nTags} of the columns. To leave such tags out: earmark evaluate --truth TRUTH --scores PREDICTIONS --tags TAGS`,
  );
}
