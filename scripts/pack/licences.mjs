import { readdirSync, readFileSync } from 'node:fs';
import { readJson } from '../setup/json.mjs';
import { inRoot } from '../setup/root.mjs';

/**
 * The licences of the packages whose code is inside the npm package, as their licences ask.
 *
 * @param folders of these packages, relative to the root
 */
export function licencesText(folders) {
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = readJson(inRoot(folder, 'package.json'));
    const file = readdirSync(inRoot(folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? readFileSync(inRoot(folder, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return ['Earmark contains code of these packages.\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file of node_modules belongs to, e.g. `node_modules/@scope/name`. */
export function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}
