import { InvalidArgumentError } from 'commander';

/** Numbers of archives: `00-09,42` as `00`, ... `09` and `42`. */
export function parseOnly(text: string): ReadonlySet<string> {
  return new Set(text.split(',').flatMap(parseRange));
}

function parseRange(text: string): readonly string[] {
  const [, from, to = from] = /^\s*(\d\d?)(?:\s*-\s*(\d\d?))?\s*$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || last < first) {
    throw new InvalidArgumentError('Write numbers from 00 to 99 and ranges of them: 00-09,42');
  }
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i).padStart(2, '0'));
}
