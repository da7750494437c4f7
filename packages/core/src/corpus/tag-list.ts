import { EarmarkError } from '../failure/earmark-error.ts';

/** The tags of a list, one a line, in its order. @throws USAGE_INVALID when one comes twice, or there is none */
export function parseTagList(text: string, name: string): readonly string[] {
  const tags = text.split(/\r?\n/).filter(Boolean);
  const twice = tags.find((tag, i) => tags.indexOf(tag) !== i);
  if (tags.length > 0 && twice === undefined) return tags;
  const problem = twice === undefined ? 'lists no tag' : `lists ${twice} twice`;
  throw new EarmarkError('USAGE_INVALID', `${name} ${problem}. It needs one tag a line.`);
}
