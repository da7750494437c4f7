/** The first few of many values, in order, without keeping or sorting the rest. */
export interface Shortlist<T> {
  /** False when the value comes after all of a full list. */
  offer(value: T): boolean;
  readonly values: readonly T[];
}

/** @param compare negative when `a` comes first; of equal values the one offered first does */
export function createShortlist<T>(limit: number, compare: (a: T, b: T) => number): Shortlist<T> {
  const values: T[] = [];
  return {
    values,
    offer(value) {
      let place = values.length;
      while (place > 0 && compare(value, values[place - 1]!) < 0) place--;
      if (place >= limit) return false;
      values.splice(place, 0, value);
      if (values.length > limit) values.pop();
      return true;
    },
  };
}

/** Indices of the smallest values, smallest first, equal ones in order; null is left out. */
export function indicesOfSmallest(values: ArrayLike<number | null>, limit: number): number[] {
  const shortlist = createShortlist<Keyed>(limit, (a, b) => a.key - b.key);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null;
    if (value !== null) shortlist.offer({ index, key: rounded(value) });
  }
  return shortlist.values.map(({ index }) => index);
}

interface Keyed {
  readonly index: number;
  readonly key: number;
}

/** To nine decimals, so that rounding noise does not reorder equals. */
export function rounded(key: number): number {
  return Math.round(key * 1e9) / 1e9;
}
