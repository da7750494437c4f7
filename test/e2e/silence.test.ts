import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStageWithLedger, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

const HEADER_BYTES = 44;

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
  const at = (name: string) => join(stage.music, name);
  writeWav(at('music.wav'), { sampleRate: 16_000, durationSeconds: 1, nChannels: 2 });
  const wav = readFileSync(at('music.wav'));
  const samples = new Int16Array(Uint8Array.from(wav.subarray(HEADER_BYTES)).buffer);
  const write = (name: string, right: (left: number) => number) => {
    const frames = samples.map((_, i) => (i % 2 === 0 ? samples[i]! : right(samples[i - 1]!)));
    writeFileSync(
      at(name),
      Buffer.concat([wav.subarray(0, HEADER_BYTES), Buffer.from(frames.buffer)]),
    );
  };
  write('cancels.wav', (left) => -left);
  write('clipped.wav', () => 32_767);
  writeFileSync(
    at('zeros.wav'),
    Buffer.concat([wav.subarray(0, HEADER_BYTES), Buffer.alloc(64_000)]),
  );
});
afterAll(() => {
  stage.remove();
});

test('silent tracks are tagged, and flagged in the summary, the results and the report', async () => {
  const ended = await stage.run();
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain('\n2 tracks are silent or nearly so, see the report.\n');
  expect(summaryOf(await stage.run(['--json']))).toMatchObject({ silentTracks: 2 });

  const [header, ...rows] = resultFiles(stage.out)['tracks.csv']!.trimEnd().split('\n');
  expect(header).toBe(
    '\uFEFFfile,duration_seconds,peak_dbfs,loudness_dbfs,silent_share,clipped_share,is_silent,title,artist',
  );
  expect(rows).toMatchObject([
    'cancels.wav,1.00,-150.0,-150.0,1.0000,0.0000,true,,',
    expect.stringMatching(/^clipped\.wav,1\.00,-\d\.\d,-\d\.\d,0\.\d+,0\.\d+,false,,$/) as string,
    expect.stringMatching(/^music\.wav,1\.00,-\d+\.\d,-\d+\.\d,0\.\d+,0\.0000,false,,$/) as string,
    'zeros.wav,1.00,-150.0,-150.0,1.0000,0.0000,true,,',
  ]);
  const page = readFileSync(join(stage.out, 'report.html'), 'utf8');
  expect(page).toContain('<h2 id="silent">Silent tracks</h2>');
  expect(page).toMatch(/cancels\.wav[\s\S]*zeros\.wav/);
});
