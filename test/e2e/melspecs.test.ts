import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseNpy, parseScoresCsv } from '@earmark/core/corpus';
import { randomBaseline } from '../support/baseline-checkpoint.ts';
import { earmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { checkpointOf } from '../support/legacy-checkpoint.ts';
import {
  type S3Server,
  s3Variables,
  startS3Server,
  stubS3Variables,
} from '../support/s3-server.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

// A corpus, its mel-spectrograms, and a model that reads either of them.

let stage: Stage;
let server: S3Server;
let variables: Variables;

beforeAll(async () => {
  stage = await createStageWithLedger();
  server = await startS3Server();
  stubS3Variables(server.url);
  variables = { ...stage.variables, ...s3Variables(server.url) };
  writeMusic('14/214.wav', 31);
  writeMusic('14/314.wav', 33.3);
  writeMusic('15/15.wav', 35.7);
  const weights = at('weights/moodtheme/baseline');
  mkdirSync(weights, { recursive: true });
  writeFileSync(join(weights, 'best_model.pth'), checkpointOf(randomBaseline({ nTags: 56 })));
  await expectDone(['models', 'import', at('weights')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  stage.remove();
  await server.close();
});

const at = (path: string) => join(stage.music, '..', path);

/** Each with another length, so with other frames in the middle. */
function writeMusic(file: string, durationSeconds: number): void {
  mkdirSync(join(stage.music, file, '..'), { recursive: true });
  writeWav(join(stage.music, file), { sampleRate: 16_000, durationSeconds });
}

async function expectDone(args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await earmarkHere(args, variables);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}

/** The shape of the array in a file. */
function shapeOf(path: string): readonly number[] {
  const { nRows, nColumns, values } = parseNpy(readFileSync(path), path);
  expect(values).toBeInstanceOf(Float32Array);
  return [nRows, nColumns];
}

test('they are made once, of the middle or the whole of each track', async () => {
  const made = await expectDone(['dataset', 'melspecs', stage.music, at('middle')]);
  expect(made).toMatch(/^3 mel-spectrograms of the 29\.1 s in the middle made/m);
  expect(shapeOf(at('middle/14/214.npy'))).toEqual([96, 1_366]);
  const before = statSync(at('middle/14/214.npy')).mtimeMs;
  rmSync(at('middle/14/314.npy'));
  const again = await expectDone(['dataset', 'melspecs', stage.music, at('middle')]);
  expect(again).toMatch(/^1 mel-spectrogram .*, of 3 tracks, 2 were there before\.$/m);
  expect(statSync(at('middle/14/214.npy')).mtimeMs).toBe(before);
  await expectDone(['dataset', 'melspecs', stage.music, at('whole'), '--full']);
  expect(shapeOf(at('whole/15/15.npy'))).toEqual([96, Math.ceil((35.7 * 12_000 + 256) / 256)]);
});

test('a model scores them as it scores the audio, from a bucket and by a table', async () => {
  await expectDone(['dataset', 'melspecs', stage.music, 's3://corpus/mels']);
  const rows = ['14/214', '14/314', '15/15'].map((id) =>
    [`track_${id.slice(3)}`, 'artist_1', 'album_1', `${id}.mp3`, '31.0'].join('\t'),
  );
  const header = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';
  writeFileSync(at('table.tsv'), `${[header, ...rows].join('\r\n')}\r\n`);
  const scoresOf = async (name: string, ...args: readonly string[]) => {
    const models = ['--models', 'moodtheme/baseline', '--out', at(name)];
    const ended = await earmark(['run', ...args, ...models], variables);
    expect(ended).toMatchObject({ exitCode: 0 });
    return readScores(at(name));
  };
  const ofAudio = await scoresOf('of-audio', stage.music);
  const byTable = ['--audio', 's3://corpus/mels', '--input', 'melspecs'];
  const ofBucket = await scoresOf('of-bucket', at('table.tsv'), ...byTable);
  expect(largestDifference(ofBucket, ofAudio)).toBeLessThan(1e-3);
});

/** The scores in the file of a run, track by track in the order of their names. */
function readScores(out: string): readonly number[] {
  const [name = ''] = readdirSync(out).filter((file) => file.startsWith('scores_'));
  const text = readFileSync(join(out, name), 'utf8');
  const { files, tags, matrix } = parseScoresCsv(text, name);
  if (!files) throw new Error('the scores of a run have files');
  const order = [...files.keys()].sort((a, b) => (files[a]! < files[b]! ? -1 : 1));
  return order.flatMap((row) => [
    ...matrix.values.subarray(row * tags.length, (row + 1) * tags.length),
  ]);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

test('what cannot be made is named, and the rest is made', async () => {
  writeMusic('short.wav', 5);
  writeFileSync(join(stage.music, 'noise.mp3'), 'no audio at all');
  const ended = await earmarkHere(['dataset', 'melspecs', stage.music, at('some')], variables);
  rmSync(join(stage.music, 'short.wav'));
  rmSync(join(stage.music, 'noise.mp3'));
  expect(ended.exitCode).toBe(1);
  expect(ended.stdout).toMatch(/^3 mel-spectrograms .* of 5 tracks\.$/m);
  expect(ended.stdout).toMatch(/^short\.wav failed: .*5\.0 s long.*--full$/m);
  expect(ended.stdout).toMatch(/^noise\.mp3 failed: AUDIO_UNDECODABLE/m);
});

test('two programs with the same command share the work', async () => {
  const args = ['dataset', 'melspecs', stage.music, at('shared'), '--parallel', '1', '--json'];
  const ended = await Promise.all([earmark(args, variables), earmark(args, variables)]);
  for (const { exitCode, stdout } of ended) {
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ nTracks: 3, failed: [] });
  }
  expect(readdirSync(at('shared'), { recursive: true })).toHaveLength(5);
});

test('a model that reads audio takes no mel-spectrograms', async () => {
  const models = ['--models', 'jamendo/starter'];
  const args = ['run', at('middle'), '--input', 'melspecs', ...models];
  const ended = await earmarkHere(args, variables);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toMatch(/^earmark: jamendo\/starter reads audio, and no mel-spectrograms/);
});
