import { bestTags, type ResultsOptions } from './best-tags.ts';
import { csvLine } from './csv.ts';
import type { ScoredFiles } from './scored-file.ts';

/**
 * Text of `results_….csv`, a line at a time: the best tags of every file, best first; the cells
 * after the last tag that reaches the threshold are empty.
 */
export async function* resultsCsv(
  rows: ScoredFiles,
  options: ResultsOptions,
): AsyncGenerator<string> {
  const places = Array.from({ length: options.k }, (_, i) => String(i + 1));
  const columns = places.flatMap((n) => [`tag_en_${n}`, `tag_zh_${n}`, `prob_${n}`]);
  yield csvLine(['file', 'model', ...columns]);
  for await (const { file, scores } of rows) {
    const cells = bestTags(scores, options).flatMap(({ en, zh, prob }) => [en, zh, prob]);
    const empty = Array<string>(columns.length - cells.length).fill('');
    yield csvLine([file, options.model, ...cells, ...empty]);
  }
}
