import type { SourceItem } from '@earmark/core/source-item.js';

/** The pages up to so many items; all of them when the limit is null. */
export async function* limited(
  pages: AsyncIterable<readonly SourceItem[]>,
  limit: number | null,
): AsyncGenerator<readonly SourceItem[]> {
  let room = limit ?? Infinity;
  for await (const page of pages) {
    yield page.slice(0, room);
    room -= page.length;
    if (room <= 0) return;
  }
}
