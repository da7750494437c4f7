import { printable } from '@earmark/runtime/terminal';
import type { Files } from './files.ts';

interface Result {
  /** The figures, as JSON. */
  readonly figures: object;
  /** The same for people. */
  readonly text: string;
}

interface Options {
  readonly json?: true;
}

/** Ends a command: prints its figures, and the paths of the files it wrote. */
export function printResult(files: Files, options: Options, { figures, text }: Result): void {
  const paths = files.written().map((path) => `${printable(path)}\n`);
  printFigures(files, options, { figures, text: text + paths.join('') });
}

/** The same for a text that programs read as well, which has nothing but the figures in it. */
export function printFigures(files: Files, { json }: Options, { figures, text }: Result): void {
  files.print(json ? `${JSON.stringify({ ...figures, files: files.written() })}\n` : text);
}
