import { EarmarkError } from '@earmark/core/failure';

/** SHA-256 sums in hexadecimal, by path, in the order of their list. */
export type Checksums = ReadonlyMap<string, string>;

/**
 * A list of checksums: a line `<64 hexadecimal digits> <path>` each, as `sha256sum` writes it, with one blank or more.
 *
 * @param name of the list, for messages
 * @throws USAGE_INVALID with the line that is another, or names a path again; and when there is none
 */
export function parseChecksums(text: string, name: string): Checksums {
  const sums = new Map<string, string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [, sha256 = '', path = ''] = /^([0-9a-f]{64}) [ *]*(\S.*)$/i.exec(line) ?? [];
    if (path === '') throw invalid(name, i, 'is not a SHA-256 sum, a space and a path.');
    if (sums.has(path)) throw invalid(name, i, `lists "${path}" a second time.`);
    sums.set(path, sha256.toLowerCase());
  }
  if (sums.size > 0) return sums;
  throw new EarmarkError('USAGE_INVALID', `${name} lists no checksum. Download it again.`);
}

/** The text of such a list. */
export function checksumsText(sums: Checksums): string {
  return [...sums].map(([path, sha256]) => `${sha256} ${path}\n`).join('');
}

function invalid(name: string, i: number, problem: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', `${name}: line ${i + 1} ${problem}`);
}
