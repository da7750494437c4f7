import type { Tag } from '@earmark/core/model';
import type { RaterReport, VocabularyReport } from '@earmark/core/report';
import { shortModelNames } from './format.ts';
import { html } from './html.ts';
import type { Column } from './table.ts';

type TagFigures = RaterReport['tags'][number];

export interface TagFigure {
  readonly value: (figures: TagFigures) => number | null;
  readonly format: (value: number | null) => string;
}

/** The columns with the name and category of the tag of a row. */
export function tagNameColumns({ tags }: VocabularyReport): Column<ListedTag>[] {
  const category: Column<ListedTag> = { title: 'Category', cell: (tag) => tag.category };
  return [
    { title: 'Tag', cell: ({ en, zh }) => html`${en} <span lang="zh">${zh}</span>` },
    ...(new Set(tags.map((tag) => tag.category)).size > 1 ? [category] : []),
  ];
}

/** A column of numbers and bars for every model and the ensemble, on one scale. */
export function raterColumns(
  { raters }: VocabularyReport,
  { value, format }: TagFigure,
): Column<ListedTag>[] {
  const valueOf = (rater: RaterReport, { index }: ListedTag): number | null => {
    const figures = rater.tags[index];
    return figures === undefined ? null : value(figures);
  };
  const longest = Math.max(...raters.flatMap(({ tags }) => tags.map((tag) => value(tag) ?? 0)));
  const names = shortModelNames(raters.map(({ rater }) => rater));
  return raters.map((rater, i) => ({
    title: names[i] ?? '',
    cell: (tag) => format(valueOf(rater, tag)),
    numeric: true,
    value: (tag) => valueOf(rater, tag),
    bar: (tag) => (longest === 0 ? 0 : (valueOf(rater, tag) ?? 0) / longest),
  }));
}

/** A tag in the order of the page, and its index in the vocabulary. */
export interface ListedTag extends Tag {
  readonly index: number;
}

/** Tags of a vocabulary: by category in their order, and in each the tag that models select most often first. */
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
