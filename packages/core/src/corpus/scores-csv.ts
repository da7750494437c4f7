import type { Predictions } from '../evaluation/predictions.ts';
import { EarmarkError } from '../failure/earmark-error.ts';
import { delimitedRows } from '../text/delimited-rows.ts';
import { textOfSpreadsheet } from '../text/spreadsheet-text.ts';
import { tagCategory } from './tags.ts';

/**
 * Predictions from a table with the header `file,<tag>,<tag>,…` and a row of scores per file, such as
 * the `scores_….csv` of a run.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line, where a score is not a number
 */
export function parseScoresCsv(text: string, name: string): Predictions {
  const [header, ...rows] = delimitedRows(text, ',');
  const [, ...tags] = header?.cells.map(textOfSpreadsheet) ?? [];
  if (rows.length === 0 || tags.length === 0) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} holds no scores. It needs a header with file and one column per tag, and a row per file.`,
    );
  }
  const values = new Float64Array(rows.length * tags.length);
  for (const [i, { line, cells }] of rows.entries()) {
    const [, ...scores] = cells;
    const wrong = scores.find((cell) => cell.trim() === '' || !Number.isFinite(Number(cell)));
    if (wrong !== undefined || scores.length !== tags.length) {
      const problem =
        wrong === undefined
          ? `has ${scores.length} scores for ${tags.length} tags`
          : `has the score "${wrong}", which is not a number`;
      throw new EarmarkError('USAGE_INVALID', `${name}: line ${line} ${problem}.`);
    }
    values.set(scores.map(Number), i * tags.length);
  }
  return {
    name,
    tags: tags.map((tag) => ({ tag, category: tagCategory(tag) })),
    files: rows.map(({ cells: [file = ''] }) => textOfSpreadsheet(file)),
    matrix: {
      nTracks: rows.length,
      nTags: tags.length,
      values,
      scored: new Uint8Array(rows.length).fill(1),
    },
    decisions: null,
  };
}
