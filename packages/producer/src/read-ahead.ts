/** The same items; each is asked for while the one before it is worked on. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (let next = iterator.next(); ;) {
      const item = await next;
      if (item.done) return;
      next = iterator.next();
      // It is awaited in its turn; until then a failure is nobody's fault.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}
