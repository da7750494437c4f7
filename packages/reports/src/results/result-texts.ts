import type { Vocabulary } from '@earmark/core/model';
import { topK, type TopKOptions } from '@earmark/core/tagging';
import { float32Text, spreadsheetText } from '@earmark/core/text';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

/** A row of the result files: the scores of one model for one track. */
export interface ScoredFile {
  /** Path or key relative to the source of the run, with `/`. */
  readonly file: string;
  /** One score per tag, in vocabulary order. */
  readonly scores: Float32Array;
}

/** Rows sorted by `file` in code point order, each file once, as the ledger returns them. */
export type ScoredFiles = Iterable<ScoredFile> | AsyncIterable<ScoredFile>;

const DECIMALS = 3;

export interface ResultsOptions extends TopKOptions {
  /** Name of the model without its data set, e.g. `crnn`. */
  readonly model: string;
  readonly vocabulary: Vocabulary;
}

export interface BestTag {
  readonly en: string;
  readonly zh: string;
  /** With three decimals. */
  readonly prob: string;
}

/** The at most k best tags that reach the threshold, best first, as the result files show them. */
export function bestTags(scores: Float32Array, options: ResultsOptions): BestTag[] {
  return topK(scores, options).map((index) => {
    const { en, zh } = options.vocabulary.tags[index]!;
    return { en, zh, prob: scores[index]!.toFixed(DECIMALS) };
  });
}

/**
 * Text of `results_….csv`, a line at a time, after a byte order mark: the best tags of every file, best first; the cells
 * after the last tag that reaches the threshold are empty.
 */
export async function* resultsCsv(
  rows: ScoredFiles,
  options: ResultsOptions,
): AsyncGenerator<string> {
  const places = Array.from({ length: options.k }, (_, i) => String(i + 1));
  const columns = places.flatMap((n) => [`tag_en_${n}`, `tag_zh_${n}`, `prob_${n}`]);
  yield BYTE_ORDER_MARK + csvLine(['file', 'model', ...columns]);
  for await (const { file, scores } of rows) {
    const cells = bestTags(scores, options).flatMap(({ en, zh, prob }) => {
      return [spreadsheetText(en), spreadsheetText(zh), prob];
    });
    const empty = Array<string>(columns.length - cells.length).fill('');
    yield csvLine([spreadsheetText(file), spreadsheetText(options.model), ...cells, ...empty]);
  }
}

/** Text of `results_….json`, a file at a time: the best tags of every file, best first. */
export async function* resultsJson(
  rows: ScoredFiles,
  options: ResultsOptions,
): AsyncGenerator<string> {
  yield '{';
  let separator = '\n';
  for await (const { file, scores } of rows) {
    const predictions = bestTags(scores, options).map(({ en, zh, prob }) => ({
      tag_en: en,
      tag_zh: zh,
      prob: Number(prob),
    }));
    const entry = JSON.stringify({ model: options.model, predictions });
    yield `${separator}  ${JSON.stringify(file)}: ${entry}`;
    separator = ',\n';
  }
  yield '\n}\n';
}

/** Text of `scores_….csv`, a line at a time: every score of every file, in full precision. */
export async function* scoresCsv(
  rows: ScoredFiles,
  { tags }: Vocabulary,
): AsyncGenerator<string> {
  yield csvLine(['file', ...tags.map(({ tag }) => spreadsheetText(tag))]);
  for await (const { file, scores } of rows) {
    yield csvLine([spreadsheetText(file), ...Array.from(scores, float32Text)]);
  }
}
