import { bestTags, type ResultsOptions } from './best-tags.ts';
import type { ScoredFiles } from './scored-file.ts';

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
