import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { apt, hasLists, output } from './apt.mjs';
import { inRoot } from './root.mjs';

const FOLDER = inRoot('.cache/tools');
const UNPACKED = join(FOLDER, 'root');
const BIN = join(FOLDER, 'bin');

/** Unpacks the packages of these tools and their dependencies into this repository, which needs no root. */
export function installInFolder(tools) {
  for (const folder of ['packages', 'lists/partial', 'bin', 'root']) {
    mkdirSync(join(FOLDER, folder), { recursive: true });
  }
  const absent = tools.filter(({ program }) => !existsSync(join(BIN, program)));
  if (absent.length > 0) unpack(absent.map(({ aptPackage }) => aptPackage));
  for (const { program } of tools) writeWrapper(program);
  process.env.PATH = [process.env.PATH, BIN].join(delimiter);
}

function unpack(names) {
  console.error(`Unpacking ${names.join(', ')} into .cache/tools ...`);
  const lists = hasLists() ? [] : ['-o', `Dir::State::Lists=${join(FOLDER, 'lists')}`];
  if (lists.length > 0) apt([...lists, 'update']);
  const plan = apt([...lists, 'install', '--simulate', '--no-install-recommends', ...names]) ?? '';
  const packages = [...plan.matchAll(/^Inst (\S+) .*?\((\S+) /gm)].map(
    ([, name, version]) => `${name}=${version}`,
  );
  const debs = join(FOLDER, 'packages');
  if (packages.length > 0) apt([...lists, 'download', ...packages], debs);
  for (const deb of readdirSync(debs)) output('dpkg-deb', ['-x', join(debs, deb), UNPACKED]);
}

/** Writes a script that starts the unpacked program with the libraries that were unpacked beside it. */
function writeWrapper(program) {
  const executable = join(UNPACKED, 'usr/bin', program);
  if (!existsSync(executable)) return;
  const wrapper = join(BIN, program);
  const libraries = libraryFolders().join(':');
  writeFileSync(wrapper, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${executable}' "$@"\n`);
  chmodSync(wrapper, 0o755);
}

/** All folders with libraries: some are below the usual one. */
function libraryFolders() {
  const files = readdirSync(UNPACKED, { recursive: true, withFileTypes: true });
  const libraries = files.filter(({ name }) => /\.so(\.|$)/.test(name));
  return [...new Set(libraries.map(({ parentPath, path }) => parentPath ?? path))];
}
