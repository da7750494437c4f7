import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Homebrew puts programs; a shell started by a service manager may not have it on PATH. */
const EXTRA_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin'];

/** The path of the first of these programs that is installed; undefined when none is. */
export function findProgram(names: readonly string[], path: string): string | undefined {
  const folders = [...path.split(delimiter).filter(Boolean), ...EXTRA_FOLDERS];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
