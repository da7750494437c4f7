import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Int8Verdict } from '@earmark/models/int8';
import { earmarkHere } from '../support/earmark-here.ts';
import { copyClip } from '../support/music.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

const STARTER = 'jamendo/starter';

let stage: Stage;

beforeAll(async () => {
  stage = await createStageWithLedger();
  for (let i = 0; i < 5; i++) copyClip(join(stage.music, `track-${String(i)}.wav`));
});
afterAll(() => {
  stage.remove();
});

const here = (...args: readonly string[]) => earmarkHere(args, stage.variables);
const compare = (...args: readonly string[]) =>
  here('models', 'verify', '--profile', 'int8', ...args);
const plan = (...args: readonly string[]) =>
  here('run', stage.music, '--dry-run', '--json', ...args);

// Each test goes on where the one before ended, as a user does.

test('a model that was not converted is refused in int8, with the command that converts it', async () => {
  const ended = await plan('--profile', 'int8');
  expect(ended.stderr).toContain(`earmark models quantize ${STARTER}\n`);
  expect(ended.exitCode).toBe(2);
  const compared = await compare('--music', stage.music);
  expect(compared.stderr).toContain('earmark models quantize MODEL...');
});

test('a model is converted, with music, and installed beside the one in float32', async () => {
  const ended = await here('models', 'quantize', STARTER, '--calibrate', stage.music);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toMatch(/^jamendo\/starter_int8 {2}installed/);
  const listed = await here('models', 'list');
  expect(listed.stdout).toMatch(
    /^jamendo\/starter_int8 .* int8, not compared on this machine .*$/m,
  );
});

test('a model that was not compared on this machine is refused, with the command that compares', async () => {
  for (const args of [
    ['--profile', 'int8'],
    ['--models', `${STARTER}_int8`],
  ]) {
    const ended = await plan(...args);
    expect(ended.stderr).toContain(`models verify ${STARTER} --profile int8 --music FOLDER`);
    expect(ended.exitCode).toBe(2);
  }
  const worker = await here('work', '--profile', 'int8');
  expect(worker.exitCode).toBe(2);
});

test('too little music, or none, is refused', async () => {
  expect((await compare()).stderr).toContain('--music FOLDER');
  const ended = await compare('--music', join(stage.music, 'track-0.wav'));
  expect(ended.stderr).toMatch(/has 1 audio file.* with 5 or more/);
});

test('the scores of whole tracks are compared, and the model that passes is used by name', async () => {
  const ended = await compare(STARTER, '--music', stage.music);
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout.match(/ (at most|at least) .* holds$/gm)).toHaveLength(5);
  const { passed, files, host, changes } = readVerdict();
  expect({ passed, nFiles: files.length, nTracks: changes.nTracks }).toEqual({
    ...{ passed: true, nFiles: 5, nTracks: 5 },
  });
  expect(changes.maxDifference).toBeGreaterThan(0);
  expect(host.runtime).toMatch(/^onnxruntime-node \d/);
  expect(await plannedModels('--profile', 'int8')).toEqual([`${STARTER}_int8`]);
  expect(await plannedModels()).toEqual([STARTER]);
});

test('both forms in one run are two models, and their scores differ a little', async () => {
  const models = `${STARTER},${STARTER}_int8`;
  const ended = await stage.run(['--models', models, '--limit', '1']);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  const scoresOf = (name: string) => {
    const file = readdirSync(stage.out).find((one) => one.startsWith(`scores_jamendo_${name}_2`));
    return readFileSync(join(stage.out, file!), 'utf8')
      .split('\n')[1]!
      .split(',')
      .slice(1)
      .map(Number);
  };
  const [float32, int8] = [scoresOf('starter'), scoresOf('starter_int8')];
  const largest = Math.max(...float32.map((score, i) => Math.abs(score - int8[i]!)));
  expect(largest).toBeGreaterThan(1e-6);
  expect(largest).toBeLessThan(0.02);
});

test('models in int8 run on the CPU alone', async () => {
  const tagged = await here('run', stage.music, '--profile', 'int8', '--device', 'webgpu');
  const compared = await compare('--music', stage.music, '--device', 'webgpu');
  for (const { stderr, exitCode } of [tagged, compared]) {
    expect(stderr).toMatch(/^earmark: Models in int8 run on the CPU/);
    expect(exitCode).toBe(2);
  }
});

test('a model that did not pass is used in float32, by its own name', async () => {
  writeFileSync(verdictFile(), JSON.stringify({ ...readVerdict(), passed: false }));
  expect(await plannedModels('--profile', 'int8')).toEqual([STARTER]);
  const planned = await here('run', stage.music, '--dry-run', '--profile', 'int8');
  expect(planned.stdout).toContain(`In int8 ${STARTER} would differ too much`);
  const ended = await plan('--models', `${STARTER}_int8`);
  expect(ended.stderr).toContain('differs too much');
});

test('a verdict of another processor or runtime counts for nothing', async () => {
  const own = verdictFile();
  const ofAnother = join(dirname(own), 'verdict-0123456789abcdef.json');
  renameSync(own, ofAnother);
  const ended = await plan('--profile', 'int8');
  expect(ended.stderr).toContain('was not compared with float32 on this machine');
  renameSync(ofAnother, own);
});

test('a verdict on another conversion counts for nothing', async () => {
  writeFileSync(verdictFile(), JSON.stringify({ ...readVerdict(), int8Sha256: '0'.repeat(64) }));
  const listed = await here('models', 'list');
  expect(listed.stdout).toContain('int8, not compared on this machine');
});

function verdictFile(): string {
  const folder = join(stage.home, 'models', `${STARTER}_int8`);
  return join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('verdict-'))!,
  );
}

function readVerdict(): Int8Verdict {
  return JSON.parse(readFileSync(verdictFile(), 'utf8')) as Int8Verdict;
}

async function plannedModels(...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await plan(...args);
  const { models } = JSON.parse(stdout) as { models: readonly { readonly model: string }[] };
  return models.map(({ model }) => model);
}
