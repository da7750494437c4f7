/** What `map` makes of each item, in order; at most `n` of them are under way at a time. */
export async function* mapConcurrent<T, U>(
  items: AsyncIterable<T>,
  n: number,
  map: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  const underWay: Promise<U>[] = [];
  for await (const item of items) {
    const result = map(item);
    // It is awaited in its turn; until then a failure is nobody's fault.
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length >= n) yield (await underWay.shift()) as U;
  }
  yield* underWay;
}
