/** Between the category of a tag and its name: `genre---rock`. */
export const CATEGORY_SEPARATOR = '---';

/** The category that a tag names itself, or `tag` when it names none. */
export function tagCategory(tag: string): string {
  const end = tag.indexOf(CATEGORY_SEPARATOR);
  return end > 0 ? tag.slice(0, end) : 'tag';
}
