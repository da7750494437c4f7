// npm run pack: makes earmark-<version>.tgz, the npm package, in the folder of the user.
import './setup/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';

installPackages();
// Only now: what it imports is not there before the packages are installed.
const { stagePackage } = await import('./pack/stage.mjs');
const folder = inRoot('dist/npm');
await stagePackage(folder);

const { status, stdout, stderr, error } = spawnSync('npm', ['pack', folder, '--json'], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
if (status !== 0) {
  console.error(stderr?.trim() || String(error));
  process.exit(status ?? 1);
}
const [{ filename, size, unpackedSize, entryCount }] = Object.values(JSON.parse(stdout));
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
console.log(
  `${filename}: ${megabytes(size)}, unpacked ${megabytes(unpackedSize)} in ${entryCount} files`,
);
console.log(`Install it with: npm install -g ./${filename}`);
