import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, EXTERNAL } from '../setup/bundle.mjs';
import { writeJson } from '../setup/json.mjs';
import { inRoot } from '../setup/root.mjs';
import { copyPackages } from './bundled-packages.mjs';
import { licencesText, packageFolder } from './licences.mjs';
import { COPIED, packageManifest } from './manifest.mjs';

/** Its own script would download 300 MB for CUDA while Earmark is installed, and fail without that network. */
const BUNDLED = ['onnxruntime-node'];

/** Makes a folder what the npm package is unpacked to. */
export async function stagePackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sources = await bundle(join(folder, 'dist/earmark'));
  for (const path of COPIED) cpSync(inRoot(path), join(folder, path), { recursive: true });
  const inside = copyPackages(BUNDLED, folder);
  for (const source of sources) {
    const packaged = packageFolder(source);
    if (packaged) inside.add(packaged);
  }
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licencesText(inside));
  writeJson(
    join(folder, 'package.json'),
    packageManifest({ external: EXTERNAL, bundled: BUNDLED }),
  );
}
