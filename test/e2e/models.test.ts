import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunReport } from '@earmark/core/report';
import { freePort } from '@earmark/runtime/process';
import { randomBaseline } from '../support/baseline-checkpoint.ts';
import { type CheckpointServer, startCheckpointServer } from '../support/checkpoint-server.ts';
import type { Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { checkpointOf } from '../support/legacy-checkpoint.ts';
import { copyClip } from '../support/music.ts';
import { createStageWithLedger, resultFiles } from '../support/stage.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const FCN = '/models/jamendo/fcn/best_model.pth';
const STARTER_CHECKPOINT = new URL('../fixtures/starter/best_model.pth', import.meta.url);
const INSTALLED_BY_0_2_0 = new URL('../fixtures/installed-0.2.0.json', import.meta.url);

let home: TemporaryFolder;
let server: CheckpointServer;
let variables: Variables;

beforeAll(async () => {
  home = temporaryFolder();
  server = await startCheckpointServer({ [FCN]: Buffer.from('not the published file') });
  variables = { EARMARK_HOME: home.path, EARMARK_MODELS_URL: server.url };
});
afterAll(async () => {
  await server.close();
  home.remove();
});

const REFUSED = [
  { model: 'jamendo/short', exitCode: 2, says: /^earmark: No checkpoint of jamendo\/short/ },
  { model: 'jamendo/best', exitCode: 2, says: /^earmark: There is no model "jamendo\/best"/ },
  { model: 'msd/musicnn600', exitCode: 2, says: /^earmark: msd\/musicnn600 cannot be used: .*\n$/ },
  { model: 'jamendo/crnn', exitCode: 2, says: /^jamendo\/crnn {2}refused: .* answers 404/ },
  { model: 'jamendo/fcn', exitCode: 2, says: /^jamendo\/fcn {2}refused: .* not the published/ },
];

test.each(REFUSED)('pulling $model ends with $exitCode', async ({ model, exitCode, says }) => {
  const ended = await earmarkHere(['models', 'pull', model], variables);
  expect(ended.stderr).toMatch(says);
  expect(ended.exitCode).toBe(exitCode);
});

test('pulling from where nothing answers ends with 3 and one line', async () => {
  const away = `http://127.0.0.1:${String(await freePort())}`;
  const ended = await earmarkHere(['models', 'pull'], { ...variables, EARMARK_MODELS_URL: away });
  expect(ended.stderr).toMatch(/^earmark: http.* nothing answers at this address.*\n$/);
  expect(ended.exitCode).toBe(3);
});

test('pulling from no address is wrong usage', async () => {
  const ended = await earmarkHere(['models', 'pull'], { ...variables, EARMARK_MODELS_URL: 'here' });
  expect(ended.stderr).toMatch(/EARMARK_MODELS_URL is not valid/);
  expect(ended.exitCode).toBe(2);
});

test('the model that ships with Earmark is intact', async () => {
  const ended = await earmarkHere(['models', 'verify'], variables);
  expect(ended).toEqual({ stdout: 'jamendo/starter  intact\n', stderr: '', exitCode: 0 });
});

test('a model that cannot be used is listed with the reason, and not imported', async () => {
  const listed = await earmarkHere(['models', 'list'], variables);
  expect(listed.stdout).toMatch(/^msd\/musicnn600 .* cannot be used: nobody has published/m);

  const folder = join(home.path, 'unusable/msd/musicnn600');
  mkdirSync(folder, { recursive: true });
  copyFileSync(STARTER_CHECKPOINT, join(folder, 'best_model.pth'));
  const ended = await earmarkHere(['models', 'import', join(home.path, 'unusable')], variables);
  expect(ended.stdout).toMatch(/^msd\/musicnn600 {2}skipped: it cannot be used: nobody has .*\n$/);
  expect(ended.exitCode).toBe(2);
});

test('a model of another rate, another chunk and other tags runs beside the starter', async () => {
  const folder = join(home.path, 'moods/moodtheme/baseline');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'best_model.pth'), checkpointOf(randomBaseline({ nTags: 56 })));
  const imported = await earmarkHere(['models', 'import', join(home.path, 'moods')], variables);
  expect(imported.stdout).toMatch(
    /^moodtheme\/baseline {2}installed \(.*, not the published weights\)/,
  );

  const stage = await createStageWithLedger();
  try {
    copyClip(join(stage.music, 'clip.wav'));
    const models = ['--models', 'moodtheme/baseline,jamendo/starter'];
    expect(await stage.run(models, variables)).toMatchObject({ exitCode: 0 });
    const files = resultFiles(stage.out);
    const [header = '', row = ''] = (files['scores_moodtheme_baseline.csv'] ?? '').split(/\r?\n/);
    expect(header).toMatch(/^file,mood\/theme---action,.*,mood\/theme---uplifting$/);
    expect(row.split(',')).toHaveLength(57);
    const report = RunReport.parse(
      JSON.parse(readFileSync(join(stage.out, 'report.json'), 'utf8')),
    );
    expect(report.nIncomparablePairs).toBe(1);
    expect(report.vocabularies.map(({ tags, agreement }) => [tags.length, agreement])).toEqual([
      [56, null],
      [50, null],
    ]);
  } finally {
    stage.remove();
  }
});

test('a model that is not installed cannot be verified', async () => {
  const ended = await earmarkHere(['models', 'verify', 'mtat/fcn'], variables);
  expect(ended.stderr).toMatch(/^mtat\/fcn {2}not installed\n/);
  expect(ended.exitCode).toBe(2);
});

test('a model that an earlier version installed is to be installed again, which works', async () => {
  const folder = join(home.path, 'models/jamendo/starter');
  mkdirSync(folder, { recursive: true });
  copyFileSync(INSTALLED_BY_0_2_0, join(folder, 'installed.json'));

  const ended = await earmarkHere(['models', 'verify', 'jamendo/starter'], variables);
  expect(ended.stderr).toMatch(/not what this version of Earmark wrote. Install the model again/);
  expect(ended.exitCode).toBe(2);

  const tree = join(home.path, 'tree/jamendo/starter');
  mkdirSync(tree, { recursive: true });
  copyFileSync(STARTER_CHECKPOINT, join(tree, 'best_model.pth'));
  await earmarkHere(['models', 'import', join(home.path, 'tree')], variables);
  const again = await earmarkHere(['models', 'verify', 'jamendo/starter'], variables);
  expect(again.stdout).toBe('jamendo/starter  intact\n');
});
