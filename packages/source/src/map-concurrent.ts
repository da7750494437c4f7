/** The results of `map` for the items, in order; at most `n` items are in flight at a time. */
export async function* mapConcurrent<T, U>(
  items: AsyncIterable<T> | Iterable<T>,
  n: number,
  map: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  const inFlight: Promise<U>[] = [];
  for await (const item of items) {
    const result = map(item);
    // It is awaited in its turn; until then its failure must not count as an unhandled rejection.
    result.catch(() => undefined);
    inFlight.push(result);
    if (inFlight.length >= n) yield (await inFlight.shift()) as U;
  }
  yield* inFlight;
}
