import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './quietly.mjs';
import { inRoot } from './root.mjs';

const TSC = inRoot('node_modules/typescript/lib/tsc.js');
const ENTRY = inRoot('packages/cli/dist/main.js');
/** Its modification time is the start of the last successful build. */
const STAMP = inRoot('.cache/built');

/** Compiles the packages when a source is newer than the last build. (Starting tsc to find that out takes half a second.) */
export function buildPackages() {
  if (existsSync(ENTRY) && newestSource() < timeOf(STAMP)) return;
  const begin = new Date();
  quietly('Building', process.execPath, [TSC, '-b', 'packages/cli']);
  mkdirSync(inRoot('.cache'), { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, begin, begin);
}

/** Compiles the packages and checks the types of the tests. */
export function buildAll() {
  quietly('Building', process.execPath, [TSC, '-b']);
}

function newestSource() {
  const packages = readdirSync(inRoot('packages')).map((name) => inRoot('packages', name));
  const files = [
    inRoot('tsconfig.base.json'),
    ...packages.flatMap((folder) => [
      join(folder, 'package.json'),
      join(folder, 'tsconfig.json'),
      ...readdirSync(join(folder, 'src'), { recursive: true }).map((f) => join(folder, 'src', f)),
    ]),
  ];
  return Math.max(...files.map(timeOf));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
