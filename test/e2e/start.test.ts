import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNode } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { createStage, type Stage } from '../support/stage.ts';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

let stage: Stage;
beforeAll(() => {
  stage = createStage();
  makeTracks(stage.music, 1);
});
afterAll(() => {
  stage.remove();
});

const start = (args: readonly string[]) => startNode([START, ...args], stage.variables).ended;

test('npm start with a folder tags it', async () => {
  const { exitCode, stdout } = await start([stage.music, '--out', stage.out]);
  expect(stdout).toContain('1 task tagged, 0 reused, 0 failed');
  expect(exitCode).toBe(0);
});

test('npm start without a path tags the samples', async () => {
  const { exitCode, stdout } = await start(['--limit', '1', '--out', stage.out]);
  expect(stdout).toMatch(/source +\S+\/samples\n/);
  expect(exitCode).toBe(0);
});

test.each([
  { args: ['models', 'list'], says: /jamendo\/starter .*ships with Earmark/ },
  { args: ['--help'], says: /^Usage: earmark/ },
])('npm start passes $args on', async ({ args, says }) => {
  const { exitCode, stdout } = await start(args);
  expect(stdout).toMatch(says);
  expect(exitCode).toBe(0);
});
