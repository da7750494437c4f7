import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

const checkout = mkdtempSync(join(tmpdir(), 'earmark-peers-'));

beforeAll(() => {
  const weights = join(checkout, 'models/jamendo/fcn');
  for (const folder of [weights, join(checkout, 'training')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(checkout, 'training/model.py'), '');
  writeFileSync(join(weights, 'best_model.pth'), '');
});

afterAll(() => {
  rmSync(checkout, { recursive: true });
});

test('the checkpoints of a checkout are taken unless others are named', () => {
  expect(parseArguments([checkout, '--networks', 'fcn', '--rounds', '5'])).toEqual({
    checkout,
    weights: join(checkout, 'models/jamendo'),
    networks: ['fcn'],
    nTracks: 1,
    nRounds: 5,
  });
});

test.each([
  { args: [], message: 'Usage: npm run bench -- peers CHECKOUT' },
  { args: ['--speed', '1'], message: "Unknown option '--speed'" },
  { args: [tmpdir()], message: 'it has no training/model.py' },
  { args: [checkout], message: 'has no best_model.pth of crnn, musicnn' },
  { args: [checkout, '--networks', 'vgg'], message: 'There is no network "vgg"' },
  { args: [checkout, '--networks', 'fcn', '--rounds', '0'], message: '--rounds is "0"' },
])('the arguments $args are refused', ({ args, message }) => {
  expect(() => parseArguments(args)).toThrow(message);
});
