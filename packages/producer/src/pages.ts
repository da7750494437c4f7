import type { SourceItem } from '@earmark/core/run';
import type { OnWork } from '@earmark/runtime/display';
import type { Source } from '@earmark/source';

/**
 * The items of a source up to `limit`, all of them when it is null, in pages. Each page is listed while the one before it is
 * processed.
 *
 * @param onWork receives the number of items so far
 */
export function listPages(
  source: Source,
  {
    limit,
    onWork,
    signal,
  }: { limit: number | null; onWork?: OnWork | undefined; signal: AbortSignal },
): AsyncIterable<readonly SourceItem[]> {
  return prefetch(counted(take(source.list(signal), limit), onWork));
}

/** The pages, up to `limit` items; all of them when it is null. */
export async function* take(
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

/** The same pages; after each of them the number of items so far is reported. */
async function* counted(
  pages: AsyncIterable<readonly SourceItem[]>,
  onWork?: OnWork,
): AsyncGenerator<readonly SourceItem[]> {
  let nDone = 0;
  const listed = () => onWork?.({ what: 'Listing', nDone, nAll: null, noun: 'track' });
  listed();
  for await (const page of pages) {
    nDone += page.length;
    listed();
    yield page;
  }
}

/** The same items; each is requested while the one before it is processed. */
export async function* prefetch<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (let next = iterator.next(); ;) {
      const item = await next;
      if (item.done) return;
      next = iterator.next();
      // It is awaited in its turn; until then its failure must not count as an unhandled rejection.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}
