// npm run pack:gpu -- FOLDER: makes a folder that measures GPUs on a Linux machine with nothing but a driver.
import './setup/check-node.mjs';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeBase } from './pack/gpu-base.mjs';
import { writeContents } from './pack/gpu-contents.mjs';
import { inRoot } from './setup/root.mjs';

const [name] = process.argv.slice(2);
if (name === undefined) {
  console.error('Name the folder: bash bench/gpu/pack.sh FOLDER');
  process.exit(2);
}
const folder = resolve(name);
// It is emptied first: one that was not made by this command is somebody's.
if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, 'run.sh'))) {
  console.error(`The folder ${folder} has other files. Name a new folder, or an empty one.`);
  process.exit(2);
}
const staging = inRoot('.cache/gpu-staging');
for (const path of [folder, staging]) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
}
console.error('Packing ...');
writeBase(join(staging, 'base'), join(folder, 'base.tar.gz'));
await writeContents(join(staging, 'contents'), join(folder, 'contents.tar.br'));
copyFileSync(inRoot('bench/gpu/run.sh'), join(folder, 'run.sh'));

const sizeOf = (path) =>
  readdirSync(path, { recursive: true })
    .map((file) => statSync(join(path, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
const megabytes = (path) => `${(sizeOf(path) / 1e6).toFixed(1)} MB`;
console.log(`${folder}: ${megabytes(folder)}, unpacked ${megabytes(staging)} at the first start`);
rmSync(staging, { recursive: true });
console.log(`Run it with: bash ${join(name, 'run.sh')}`);
