import { Command, Option } from 'commander';
import { buildEvaluationReport, type EvaluationRequest } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import { findRun } from '@earmark/ledger';
import {
  readInputs,
  readRunPredictions,
  readScoresFile,
  writeEvaluation,
} from '@earmark/reports/evaluation';
import type { Context } from '@earmark/runtime/command';
import { type OnWork, showWork, withDisplay } from '@earmark/runtime/display';
import { withLedger } from '@earmark/services';
import { evaluationText } from '../evaluate/evaluation-text.ts';
import * as option from '@earmark/runtime/command';

interface EvaluateOptions {
  readonly truth: string;
  readonly scores?: string;
  readonly tags?: string;
  readonly decisions?: string;
  readonly split?: string;
  readonly thresholdsFrom?: string;
  readonly inclusive?: true;
  readonly strict?: true;
  readonly out: string;
  readonly json?: true;
}

export function evaluateCommand(context: Context): Command {
  return new Command('evaluate')
    .description('compare scores with a ground truth: ROC-AUC, PR-AUC, precision, recall')
    .argument('[run]', 'number of the run', option.parseRunId)
    .requiredOption('--truth <file>', 'MTG-Jamendo table, CSV of files and tags, or .npy array')
    .option('--scores <file>', 'evaluate a scores CSV or a .npy array, not a run')
    .option('--tags <file>', 'tags of the columns of .npy arrays, one per line')
    .addOption(
      new Option(
        '--decisions <file>',
        '.npy array of decisions for --scores, instead of thresholds',
      ).conflicts('thresholdsFrom'),
    )
    .option('--split <file>', 'evaluate only the tracks in this table or list of paths')
    .option(
      '--thresholds-from <file>',
      'table of other tracks to choose thresholds on, an earlier evaluation.json, or lines of tag and threshold',
    )
    .option(
      '--inclusive',
      'select a score equal to its threshold too; the reference selects only greater scores',
    )
    .option('--strict', 'fail when a mean is undefined, instead of leaving tags out of it')
    .addOption(option.out())
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nExamples:' +
        '\n  earmark evaluate 12 --truth autotagging_top50tags-test.tsv' +
        '\n  earmark evaluate 12 --truth test.tsv --thresholds-from validation.tsv' +
        '\n  earmark evaluate --scores predictions.npy --tags tags.txt --truth test.tsv' +
        '\n\ndocs/evaluation.md explains the numbers and how files are matched.',
    )
    .action((runId: RunId | undefined, options: EvaluateOptions) =>
      evaluate(runId, options, context),
    );
}

async function evaluate(runId: RunId | undefined, options: EvaluateOptions, context: Context) {
  const inputs = await readInputs({
    truth: options.truth,
    tags: options.tags ?? null,
    split: options.split ?? null,
    thresholds: options.thresholdsFrom ?? null,
  });
  const report = await withDisplay(context, options, async (display) => {
    const onWork = showWork(display);
    const subject = await readSubject(runId, options, { context, onWork });
    const request = {
      ...inputs,
      ...subject,
      rule: options.inclusive ? ('>=' as const) : ('>' as const),
      mode: options.strict ? ('strict' as const) : ('lenient' as const),
    };
    return buildEvaluationReport(request, (nDone) => {
      onWork({ what: 'Evaluating', nDone, nAll: subject.models.length, noun: 'model' });
    });
  });
  const files = await writeEvaluation(report, options.out);
  context.out.write(
    options.json
      ? `${JSON.stringify(report)}\n`
      : `${evaluationText(report)}\n${files.join('\n')}\n`,
  );
}

type Subject = Pick<EvaluationRequest, 'subject' | 'models'>;

function readSubject(
  runId: RunId | undefined,
  { scores, tags, decisions }: EvaluateOptions,
  { context, onWork }: { readonly context: Context; readonly onWork: OnWork },
): Promise<Subject> {
  if (runId !== undefined && scores === undefined && decisions === undefined) {
    return readRun(runId, context, onWork);
  }
  if (runId === undefined && scores !== undefined) {
    return readFiles(scores, tags ?? null, decisions ?? null);
  }
  throw new EarmarkError(
    'USAGE_INVALID',
    'Name either a run, as in "earmark evaluate 12 --truth FILE", or a file: --scores FILE, with or without --decisions FILE.',
  );
}

function readRun(runId: RunId, context: Context, onWork: OnWork): Promise<Subject> {
  return withLedger(context, async ({ pool }) => {
    const { source } = await findRun(pool, runId);
    const models = await readRunPredictions(pool, runId, onWork);
    return { subject: `run ${String(runId)} of ${source}`, models };
  });
}

async function readFiles(
  scores: string,
  tagsFile: string | null,
  decisionsFile: string | null,
): Promise<Subject> {
  const predictions = await readScoresFile(scores, { tagsFile, decisionsFile });
  return { subject: scores, models: [{ ...predictions, vocabulary: null, published: null }] };
}
