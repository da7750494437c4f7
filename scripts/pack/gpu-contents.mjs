import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { bundle, ENTRIES } from '../setup/bundle.mjs';
import { readJson, writeJson } from '../setup/json.mjs';
import { inRoot } from '../setup/root.mjs';
import { copyPackages } from './bundled-packages.mjs';

const PROGRAMS = ['../bench/gpu/measure-gpu.ts', '../bench/gpu/measuring-process.ts'];

/** Other platforms, the second copy of the built-in ffmpeg, and what is for developers. */
const LEFT_OUT = [
  /onnxruntime-node\/bin\/napi-v6\/darwin/,
  /onnxruntime-node\/bin\/napi-v6\/linux\/arm64/,
  /@ffmpeg\/core\/dist\/esm\/.*\.wasm$/,
  /\.(map|d\.ts)$/,
];

/** Files that the programs read, at the same paths as here. */
const COPIED = ['models', 'samples/nocturne.mp3'];

/** What Node unpacks: the programs of Earmark with those that measure, and what they need. */
export async function writeContents(staging, archive) {
  const programs = join(staging, 'dist/earmark');
  await bundle(programs, [...ENTRIES, ...PROGRAMS]);
  const version = `${readJson(inRoot('package.json')).version}+${commit()}`;
  writeJson(join(programs, 'package.json'), { type: 'module', version });
  for (const path of COPIED) cpSync(inRoot(path), join(staging, path), { recursive: true });
  cpSync(inRoot('test/fixtures/tiny'), join(staging, 'test/fixtures/tiny'), {
    recursive: true,
    filter: (path) => !/\.(json|wav)$/.test(path),
  });
  copyPackages(['onnxruntime-node', '@ffmpeg/core'], staging, LEFT_OUT);
  const tar = execFileSync('tar', ['-C', staging, '-cf', '-', '.'], { maxBuffer: 2 ** 30 });
  const params = {
    // A level more takes twice as long, for less than a hundredth.
    [constants.BROTLI_PARAM_QUALITY]: 7,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  };
  writeFileSync(archive, brotliCompressSync(tar, { params }));
}

function commit() {
  try {
    const options = { cwd: inRoot(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['describe', '--always', '--dirty'], options).trim();
  } catch {
    return 'no-git';
  }
}
