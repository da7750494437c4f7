import { EarmarkError } from '../failure/earmark-error.ts';

/** The tags of a list, one per line, in its order. @throws USAGE_INVALID when a tag is repeated, or there is none */
export function parseTagList(text: string, name: string): readonly string[] {
  const tags = text.split(/\r?\n/).filter(Boolean);
  const twice = tags.find((tag, i) => tags.indexOf(tag) !== i);
  if (tags.length > 0 && twice === undefined) return tags;
  const problem = twice === undefined ? 'lists no tag' : `lists ${twice} twice`;
  throw new EarmarkError('USAGE_INVALID', `${name} ${problem}. It needs one tag per line.`);
}

/** Between the category of a tag and its name: `genre---rock`. */
export const CATEGORY_SEPARATOR = '---';

/** The category that a tag names itself, or `tag` when it names none. */
export function tagCategory(tag: string): string {
  const end = tag.indexOf(CATEGORY_SEPARATOR);
  return end > 0 ? tag.slice(0, end) : 'tag';
}
