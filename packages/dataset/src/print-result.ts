import { printable } from '@earmark/runtime/terminal';
import type { Files } from './files.ts';

interface Result {
  /** The figures, as JSON. */
  readonly figures: object;
  /** The same for people. */
  readonly text: string;
}

/** Ends a command: prints its figures, and the paths of the files it wrote. */
export function printResult(
  files: Files,
  { json }: { readonly json?: true },
  { figures, text }: Result,
): void {
  const written = files.written();
  files.print(
    json
      ? `${JSON.stringify({ ...figures, files: written })}\n`
      : text + written.map((path) => `${printable(path)}\n`).join(''),
  );
}
