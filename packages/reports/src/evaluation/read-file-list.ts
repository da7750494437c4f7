import { readInputText } from './read-input.ts';
import { parseTruth } from './read-truth.ts';

/** The paths that a file names: those of a table of truth, else one a line. @throws USAGE_INVALID */
export async function readFileList(path: string): Promise<readonly string[]> {
  const text = await readInputText(path);
  const files = parseTruth(text, path)?.files;
  return (
    files ??
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
  );
}
