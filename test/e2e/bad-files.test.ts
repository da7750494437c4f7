import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasFfmpeg } from '../support/decoders.ts';
import { variants } from '../support/longer-series.ts';
import { copyClip } from '../support/music.ts';
import { createStageWithLedger, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

const isRoot = process.getuid?.() === 0;

/** Files that cannot be tagged, and why. */
const BAD: Readonly<Record<string, string>> = {
  'empty.wav': 'AUDIO_EMPTY',
  'text.mp3': 'AUDIO_UNDECODABLE',
  'header-only.wav': 'AUDIO_EMPTY',
  // It has lost more than a second of what its header states.
  ...(hasFfmpeg ? { 'cut.mp3': 'AUDIO_UNDECODABLE' } : {}),
  'folder.wav': 'SOURCE_UNREADABLE',
  ...(isRoot ? {} : { 'private.wav': 'SOURCE_UNREADABLE' }),
};

const GOOD = [
  'short.wav',
  'with spaces.wav',
  `it's "quoted".wav`,
  'two\nlines.wav',
  'Bj%F6rk.wav',
  '音乐/夜曲.wav',
  'one/same.wav',
  'two/same.wav',
];

/** What the file `Bj<F6>rk.wav` is called, beside one that is called the same but for the `./`. */
const LATIN1 = './Bj%F6rk.wav';

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
  const at = (name: string) => join(stage.music, name);
  for (const folder of ['音乐', 'one', 'two', 'folder.wav']) mkdirSync(at(folder));
  for (const [i, name] of [...GOOD, 'Bj\xf6rk.wav'].entries()) {
    writeWav(at(name), { sampleRate: 16_000, durationSeconds: 1 + i / 10 });
  }
  writeWav(at('short.wav'), { sampleRate: 16_000, durationSeconds: 0.1 });
  renameSync(at('Bj\xf6rk.wav'), Buffer.from(at('Bj\xf6rk.wav'), 'latin1'));
  writeFileSync(at('notes.mid'), '');
  writeFileSync(at('empty.wav'), '');
  writeFileSync(at('text.mp3'), 'These are words and no music.\n'.repeat(100));
  copyClip(at('clip.wav'));
  writeFileSync(at('header-only.wav'), readFileSync(at('clip.wav')).subarray(0, 44));
  if (!isRoot) {
    writeFileSync(at('private.wav'), readFileSync(at('clip.wav')));
    chmodSync(at('private.wav'), 0);
  }
  if (hasFfmpeg) {
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-i',
      at('clip.wav'),
      '-f',
      'mp3',
      '-y',
      at('all.mp3.bin'),
    ]);
    const whole = readFileSync(at('all.mp3.bin'));
    writeFileSync(at('cut.mp3'), whole.subarray(0, whole.length / 2));
  }
});
afterAll(() => {
  stage.remove();
});

test.each(variants(['ffmpeg', 'none']))(
  'files that cannot be tagged fail one by one, and the others are tagged (decoder: %s)',
  async (decoder) => {
    const variables = decoder === 'none' ? { EARMARK_FFMPEG: 'none' } : {};
    const ended = await stage.run(['--json', '--force'], variables);
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    const { tasks, failures } = summaryOf(ended);
    expect(Object.fromEntries(failures.map(({ file, code }) => [file, code]))).toEqual(BAD);
    const good = [...GOOD, LATIN1, 'clip.wav'].sort();
    expect(tasks).toEqual({ tagged: good.length, reused: 0, failed: Object.keys(BAD).length });
    const json = JSON.parse(resultFiles(stage.out)['results_jamendo_starter.json']!) as object;
    expect(Object.keys(json)).toEqual(good);
  },
);

test('failed files are tried again by the next run, and listed with their reason', async () => {
  const { exitCode, stdout } = await stage.run();
  expect(exitCode).toBe(1);
  for (const [file, code] of Object.entries(BAD)) {
    expect(stdout).toMatch(new RegExp(`^${file} +\\S+ +${code} +\\S.*\\.$`, 'm'));
  }
  expect(stdout).toContain('; 1 file .mid is not read)');
  expect(stdout).toMatch(/^two\\nlines\.wav +jamendo\/starter /m);
});
