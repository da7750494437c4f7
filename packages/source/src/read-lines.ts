import { createReadStream } from 'node:fs';
import { EarmarkError } from '@earmark/core/failure';
import { assertText } from '@earmark/core/text';
import { toDenied } from './source-denied.ts';

/**
 * The lines of a file as bytes, one character each, and empty ones where lines end in two characters.
 *
 * @throws USAGE_INVALID when it is no text, or has an endless line; SOURCE_DENIED
 */
export async function* readLines(file: string, signal: AbortSignal): AsyncGenerator<string> {
  let rest: string | undefined;
  try {
    for await (const bytes of createReadStream(file, { signal }) as AsyncIterable<Buffer>) {
      assertText(bytes, file);
      const text = bytes.toString('latin1');
      const lines = (rest === undefined ? text.replace(UTF8_MARK, '') : rest + text).split(
        /[\r\n]/,
      );
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) throw longLine(file);
      yield* lines;
    }
  } catch (error) {
    throw toDenied(error, file);
  }
  if (rest !== undefined) yield rest;
}

const UTF8_MARK = /^\u00ef\u00bb\u00bf/;

/** Of a path, or a row of a table, a thousandth. */
const MAX_LINE_LENGTH = 1 << 22;

function longLine(file: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${file} is not a list: it has a line of more than 4 MB.`,
  );
}
