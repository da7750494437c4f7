import type { MetadataTable } from '@earmark/core/dataset';
import { formatCount } from '@earmark/core/text';
import { textTable } from '@earmark/runtime/terminal';

interface Change {
  readonly before: number;
  readonly after: number;
}

/** How many tracks a table had and has, and how many tags of each category. */
export interface TableChanges {
  readonly tracks: Change;
  readonly categories: readonly { readonly category: string; readonly tags: Change }[];
}

export function tableChanges(before: MetadataTable, after: MetadataTable): TableChanges {
  const categories = new Set([...before.tags.keys(), ...after.tags.keys()]);
  const nTags = ({ tags }: MetadataTable, category: string) => tags.get(category)?.size ?? 0;
  return {
    tracks: { before: before.tracks.length, after: after.tracks.length },
    categories: Array.from(categories, (category) => ({
      category,
      tags: { before: nTags(before, category), after: nTags(after, category) },
    })),
  };
}

export function changesText({ tracks, categories }: TableChanges): string {
  const row = (name: string, { before, after }: Change) => [
    name,
    formatCount(before),
    formatCount(after),
  ];
  return textTable([
    ['', 'BEFORE', 'AFTER'],
    row('tracks', tracks),
    ...categories.map(({ category, tags }) => row(`${category} tags`, tags)),
  ]);
}
