import type { Tag } from '@earmark/core/model';
import type { VocabularyReport } from '@earmark/core/report';

/** A tag in the order of the page, and where the figures of the report have it. */
export interface ListedTag extends Tag {
  readonly index: number;
}

/** Tags of a vocabulary: its categories in their order, in each the tag that models give most often first. */
export function listedTags({ tags, raters }: VocabularyReport): ListedTag[] {
  const categories = [...new Set(tags.map(({ category }) => category))];
  const total = ({ index }: ListedTag): number =>
    raters.reduce((sum, rater) => sum + (rater.tags[index]?.count ?? 0), 0);
  return tags
    .map((tag, index) => ({ ...tag, index }))
    .sort(
      (a, b) =>
        categories.indexOf(a.category) - categories.indexOf(b.category) || total(b) - total(a),
    );
}
