import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './quietly.mjs';
import { inRoot } from './root.mjs';

/** TypeScript 7 is native and takes a third of the time; ESLint still reads types with the one before. */
const TSC = inRoot('node_modules/typescript-compiler/bin/tsc');
const FOLDER = inRoot('dist/earmark');
export const PROGRAM = join(FOLDER, 'programs/main.js');
/** Its modification time is the start of the last successful bundling. */
const STAMP = inRoot('.cache/bundled');

/** Bundles the programs when a source is newer than the last bundle. */
export async function buildPrograms() {
  if (existsSync(PROGRAM) && newestSource() < timeOf(STAMP)) return;
  console.error('Building ...');
  const begin = new Date();
  // Only now: it is not there before the packages are installed.
  const { bundle } = await import('./bundle.mjs');
  await bundle(FOLDER);
  mkdirSync(inRoot('.cache'), { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, begin, begin);
}

/** Compiles the packages and checks all types, those of tests and benchmarks included, unless projects are named. */
export function compile(projects = []) {
  quietly('Compiling', process.execPath, [TSC, '-b', ...projects]);
}

function newestSource() {
  const packages = readdirSync(inRoot('packages')).map((name) => inRoot('packages', name));
  const files = [
    inRoot('package-lock.json'),
    inRoot('scripts/setup/bundle.mjs'),
    ...['src', 'migrations']
      .flatMap((part) => packages.map((folder) => join(folder, part)))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((f) => join(folder, f))),
  ];
  return Math.max(...files.map(timeOf));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
