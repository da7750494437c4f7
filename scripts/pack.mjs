// npm run pack: makes earmark-<version>.tgz, the npm package, in the current folder.
import './setup/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';
import { copyPackages } from './pack/bundled-packages.mjs';
import { licencesText, packageFolder } from './pack/licences.mjs';
import { COPIED, packageManifest } from './pack/manifest.mjs';

/** Its own script would download 300 MB for CUDA while Earmark is installed, and fail without that network. */
const BUNDLED = ['onnxruntime-node'];
const STAGE = inRoot('dist/npm');

installPackages();
const { bundle, EXTERNAL } = await import('./setup/bundle.mjs');
rmSync(STAGE, { recursive: true, force: true });
mkdirSync(STAGE, { recursive: true });
const inputs = await bundle(join(STAGE, 'dist/earmark'));
for (const path of COPIED) cpSync(inRoot(path), join(STAGE, path), { recursive: true });
const bundled = copyPackages(BUNDLED, STAGE);
const others = inputs.map(packageFolder).filter((folder) => folder !== undefined);
writeFileSync(
  join(STAGE, 'THIRD-PARTY-LICENCES.txt'),
  licencesText(new Set([...others, ...bundled])),
);
const manifest = packageManifest({ external: EXTERNAL, bundled: BUNDLED });
writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);

const packed = spawnSync('npm', ['pack', STAGE, '--json', '--loglevel=error'], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
if (packed.status !== 0) {
  console.error(packed.stderr.trim() || String(packed.error));
  process.exit(packed.status ?? 1);
}
const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(packed.stdout);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
console.log(
  `${filename}: ${megabytes(size)}, unpacked ${megabytes(unpackedSize)} in ${entryCount} files`,
);
