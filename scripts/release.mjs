// npm run release -- VERSION: gives all packages and documents the version, and the changelog its heading. It changes
// files only: look at them, commit them, then run npm run pack.
import { readFileSync, writeFileSync } from 'node:fs';
import { readJson, writeJson } from './setup/json.mjs';
import { inRoot } from './setup/root.mjs';

const [version = ''] = process.argv.slice(2);
const { version: before, workspaces } = readJson(inRoot('package.json'));
if (!/^\d+\.\d+\.\d+$/.test(version) || version === before) {
  console.error(`Usage: npm run release -- VERSION, e.g. 1.2.3. The version is ${before}.`);
  process.exit(2);
}

for (const folder of ['', ...workspaces]) {
  const path = inRoot(folder, 'package.json');
  writeJson(path, withVersion(readJson(path)));
}
const lockPath = inRoot('package-lock.json');
const lock = withVersion(readJson(lockPath));
for (const folder of ['', ...workspaces])
  lock.packages[folder] = withVersion(lock.packages[folder]);
writeJson(lockPath, lock);
const NAMING = ['README.md', 'README.zh-CN.md', 'docs/installing.md', 'docs/deploying.md'];
for (const path of NAMING) {
  edit(path, (text) =>
    text
      .replaceAll(`earmark-${before}.tgz`, `earmark-${version}.tgz`)
      .replaceAll(`\nEarmark ${before}\n`, `\nEarmark ${version}\n`),
  );
}
edit('CHANGELOG.md', (text) => text.replace(/^## Unreleased$/m, `## ${version}`));
console.log(`The version is ${version}.`);

/** The packages depend on each other in exactly this version. */
function withVersion(manifest) {
  const dependencies = manifest.dependencies && {
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies).map(([name, wanted]) => [
        name,
        name.startsWith('@earmark/') ? version : wanted,
      ]),
    ),
  };
  return { ...manifest, version, ...dependencies };
}

function edit(path, change) {
  writeFileSync(inRoot(path), change(readFileSync(inRoot(path), 'utf8')));
}
