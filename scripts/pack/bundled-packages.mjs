import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson, writeJson } from '../setup/json.mjs';
import { inRoot } from '../setup/root.mjs';

/** Parts of packages that are left out: other platforms, and a second copy of the library for macOS. */
const LEFT_OUT = [/onnxruntime-node\/bin\/napi-v6\/win32/, /libonnxruntime\.\d+\.\d+\.\d+\.dylib$/];

/**
 * Copies packages and all that they depend on into node_modules of a folder, without the scripts that they would run
 * when they are installed.
 *
 * @param leftOut patterns of paths that are not copied, beside those that never are
 * @returns the folders that were copied, relative to the root
 */
export function copyPackages(names, target, leftOut = []) {
  const folders = new Set();
  const add = (name, from) => {
    const folder = findPackage(name, from);
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const dependency of Object.keys(manifestOf(folder).dependencies ?? {}))
      add(dependency, folder);
  };
  for (const name of names) add(name, '');
  const patterns = [...LEFT_OUT, ...leftOut];
  for (const folder of folders) copyPackage(folder, join(target, folder), patterns);
  return folders;
}

/** As Node finds it: in the nearest node_modules upwards. */
function findPackage(name, from) {
  const folder = join(from, 'node_modules', name);
  if (existsSync(inRoot(folder, 'package.json'))) return folder;
  if (from === '') throw new Error(`${name} is not installed; run npm ci`);
  const parent = dirname(from);
  return findPackage(name, parent === '.' ? '' : parent);
}

function copyPackage(folder, target, leftOut) {
  cpSync(inRoot(folder), target, {
    recursive: true,
    filter: (path) => !leftOut.some((pattern) => pattern.test(path)),
  });
  writeJson(join(target, 'package.json'), { ...manifestOf(folder), scripts: undefined });
}

function manifestOf(folder) {
  return readJson(inRoot(folder, 'package.json'));
}
