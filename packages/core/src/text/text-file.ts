import { EarmarkError } from '../failure/earmark-error.ts';

/**
 * The text of a file that people wrote: UTF-8, without the byte order mark that some editors put before it.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID when it is UTF-16, or not text at all
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  assertText(bytes, name);
  return new TextDecoder().decode(bytes);
}

/** Passes when the beginning of a file may be text in UTF-8. @throws USAGE_INVALID */
export function assertText(bytes: Uint8Array, name: string): void {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} is UTF-16 text. Save it as UTF-8, for example by: iconv -f UTF-16 -t UTF-8`,
    );
  }
  if (bytes.includes(0)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} is not a text file: it has a zero byte in it.`,
    );
  }
}
