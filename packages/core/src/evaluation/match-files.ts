/** A file of one list and the file of another list for the same track, by their indices. */
export interface FilePair {
  readonly a: number;
  readonly b: number;
}

export interface FileMatches {
  /** In the order of `b`. */
  readonly pairs: readonly FilePair[];
  /** How many pairs each rule found. */
  readonly byRule: Readonly<Record<MatchRule, number>>;
  /** Indices of files that match no file of the other list, or more than one. */
  readonly onlyA: readonly number[];
  readonly onlyB: readonly number[];
}

export type MatchRule = 'path' | 'extension' | 'end';

/**
 * Files of two lists that are the same track, though the lists may have been made in different folders
 * or for another encoding. The rules are tried from the strictest on, each for the files still unmatched:
 *
 * - `path`: the same text;
 * - `extension`: the same but for the extension, `.low` before it, a leading `./` and the Unicode form;
 * - `end`: as before, and one is the end of the other, in whole names: `14/214` and `audio/14/214`.
 *
 * A rule that finds more than one match for a file does not match it.
 */
export function matchFiles(a: readonly string[], b: readonly string[]): FileMatches {
  const unmatchedA = new Set(a.keys());
  const unmatchedB = new Set(b.keys());
  const byRule = { path: 0, extension: 0, end: 0 };
  const pairs: FilePair[] = [];
  for (const { rule, keysOfA, keysOfB } of RULES) {
    const found = uniquePairs(keysFor(a, unmatchedA, keysOfA), keysFor(b, unmatchedB, keysOfB));
    byRule[rule] += found.length;
    for (const pair of found) {
      unmatchedA.delete(pair.a);
      unmatchedB.delete(pair.b);
      pairs.push(pair);
    }
  }
  pairs.sort((one, other) => one.b - other.b);
  return { pairs, byRule, onlyA: [...unmatchedA], onlyB: [...unmatchedB] };
}

type ToKeys = (file: string) => readonly string[];

const RULES: readonly { rule: MatchRule; keysOfA: ToKeys; keysOfB: ToKeys }[] = [
  { rule: 'path', keysOfA: asIs, keysOfB: asIs },
  { rule: 'extension', keysOfA: stem, keysOfB: stem },
  { rule: 'end', keysOfA: stem, keysOfB: ends },
  { rule: 'end', keysOfA: ends, keysOfB: stem },
];

function asIs(file: string): readonly string[] {
  return [file];
}

function stem(file: string): readonly [string] {
  const name = file.replace(/^(\.\/)+/, '').normalize('NFC');
  return [name.replace(/\.[a-z0-9]{1,5}$/i, '').replace(/\.low$/i, '')];
}

/** `x/14/214`, `14/214` and `214`. */
function ends(file: string): readonly string[] {
  const names = stem(file)[0].split('/');
  return names.map((_, i) => names.slice(i).join('/'));
}

function* keysFor(
  files: readonly string[],
  indices: ReadonlySet<number>,
  toKeys: ToKeys,
): Generator<{ index: number; keys: readonly string[] }> {
  for (const index of indices) yield { index, keys: toKeys(files[index]!) };
}

const SEVERAL = -1;

/** Pairs that share a key, each file being in one pair only. */
function uniquePairs(
  a: ReturnType<typeof keysFor>,
  b: ReturnType<typeof keysFor>,
): readonly FilePair[] {
  const indexOfKey = new Map<string, number>();
  for (const { index, keys } of a) {
    for (const key of keys) indexOfKey.set(key, indexOfKey.has(key) ? SEVERAL : index);
  }
  const matchOf = new Map<number, number>();
  for (const { index, keys } of b) {
    const [match = SEVERAL, ...others] = new Set(keys.flatMap((key) => indexOfKey.get(key) ?? []));
    if (others.length === 0) matchOf.set(match, matchOf.has(match) ? SEVERAL : index);
  }
  return Array.from(matchOf, ([a, b]) => ({ a, b })).filter(({ a, b }) => a >= 0 && b >= 0);
}
