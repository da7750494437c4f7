/** `open`, called once for each key; after a failure the next call tries again. */
export function memoise<M, T>(keyOf: (model: M) => string, open: (model: M) => Promise<T>) {
  const opened = new Map<string, Promise<T>>();
  return (model: M): Promise<T> => {
    const key = keyOf(model);
    const known = opened.get(key) ?? open(model);
    opened.set(key, known);
    known.catch(() => opened.delete(key));
    return known;
  };
}
