import { EarmarkError } from '../failure/earmark-error.ts';

/**
 * Thresholds by tag, of lines `tag<TAB>threshold`; undefined when the text does not begin with such a line.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line
 * @see mediaeval/calculate_decisions of MTG-Jamendo
 */
export function parseThresholds(
  text: string,
  name: string,
): ReadonlyMap<string, number> | undefined {
  const lines = text.split(/\r?\n/).filter(Boolean);
  if (!LINE.test(lines[0] ?? '')) return undefined;
  return new Map(
    lines.map((line, i) => {
      const [, tag = '', threshold] = LINE.exec(line) ?? [];
      if (threshold !== undefined) return [tag, Number(threshold)];
      throw new EarmarkError(
        'USAGE_INVALID',
        `${name}: line ${i + 1} is not a tag, a tab and a threshold.`,
      );
    }),
  );
}

const LINE = /^([^\t]+)\t([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i;
