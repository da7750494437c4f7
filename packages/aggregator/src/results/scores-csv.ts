import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import { csvLine } from './csv.ts';
import { float32Text } from './float32-text.ts';
import type { ScoredFiles } from './scored-file.ts';

/** Text of `scores_….csv`, a line at a time: every probability of every file, in full precision. */
export async function* scoresCsv(
  rows: ScoredFiles,
  { tags }: Vocabulary,
): AsyncGenerator<string> {
  yield csvLine(['file', ...tags.map(({ tag }) => tag)]);
  for await (const { file, scores } of rows) {
    yield csvLine([file, ...Array.from(scores, float32Text)]);
  }
}
