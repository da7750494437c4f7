import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import {
  type AudioDecoder,
  createAudioDecoder,
  createFfmpegDecoder,
  systemFfmpeg,
} from '@earmark/decode';
import { decoderKinds, hasFfmpeg } from '../support/decoders.ts';
import { variants } from '../support/longer-series.ts';
import { writeWav } from '../support/wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'earmark-decode-'));
const at = (name: string): string => join(folder, name);
const never = new AbortController().signal;

beforeAll(() => {
  writeWav(at('secret.wav'), { sampleRate: 16_000, durationSeconds: 2 });
  writeWav(at('minute.wav'), { sampleRate: 44_100, durationSeconds: 60 });
  writeWav(at('six.wav'), { sampleRate: 44_100, durationSeconds: 6 });
  writeWav(at('tenth.wav'), { sampleRate: 44_100, durationSeconds: 0.1, nChannels: 2 });
  writeWav(at('none.wav'), { sampleRate: 44_100, durationSeconds: 0 });
  writeFileSync(at('empty.mp3'), '');
  writeFileSync(at('text.mp3'), 'This is a letter, and not a song.\n'.repeat(500));
  writeFileSync(
    at('noise.mp3'),
    Buffer.from(Array.from({ length: 9_999 }, (_, i) => (i * i) % 251)),
  );
  writeFileSync(at('hls.mp3'), `#EXTM3U\n#EXTINF:2,\n${at('secret.wav')}\n#EXT-X-ENDLIST\n`);
  writeFileSync(at('concat.mp3'), `ffconcat version 1.0\nfile ${at('secret.wav')}\n`);
  writeFileSync(at('dash.mp3'), `<MPD><BaseURL>${at('secret.wav')}</BaseURL></MPD>\n`);
  writeFileSync(at('pattern-%d.mp3'), 'image2');
  mkdirSync(at('folder.mp3'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const NO_AUDIO = [
  { file: 'empty.mp3', code: 'AUDIO_EMPTY' },
  { file: 'none.wav', code: 'AUDIO_EMPTY' },
  { file: 'text.mp3', code: 'AUDIO_UNDECODABLE' },
  { file: 'folder.mp3', code: 'SOURCE_UNREADABLE' },
  { file: 'gone.mp3', code: 'SOURCE_UNREADABLE' },
];
/** Most of them name another file, which must not be read. */
const NOT_READ = ['hls.mp3', 'concat.mp3', 'dash.mp3', 'pattern-%d.mp3', 'noise.mp3'].map(
  (file) => ({ file, code: 'AUDIO_UNDECODABLE' }),
);
const NAMES = [
  'it\'s 100% "loud": no.wav',
  '-i.wav',
  'tom & jerry; $(rm -rf ~) `ls` *.wav',
  'a\nnew line.wav',
  '你好 — 音樂.wav',
  'file:http:x.wav',
  '%03d.wav',
  'concat:a|b.wav',
];

/** A further decoder is called with the same file descriptor and log: one of each, unless it is a longer series. */
const kinds = decoderKinds.map((kind, i) => ({
  ...kind,
  refused: [...NO_AUDIO, ...(i === 0 ? NOT_READ : variants(NOT_READ))],
  names: i === 0 ? NAMES : variants(NAMES),
}));

describe.each(kinds)('with the $kind decoder', ({ create, refused, names }) => {
  const decoder = create();

  test.each(refused)('$file is $code', async ({ file, code }) => {
    const failure = await failureOf(decoder.decode(at(file), never));
    expect(failure.code).toBe(code);
    expect(failure.message).not.toMatch(/0x[0-9a-f]+/);
  });

  test.skipIf(process.platform === 'win32')('a named pipe is refused, not waited for', async () => {
    execFileSync('mkfifo', [at('pipe.mp3')]);
    const failure = await failureOf(decoder.decode(at('pipe.mp3'), never));
    expect(failure.code).toBe('SOURCE_UNREADABLE');
    rmSync(at('pipe.mp3'));
  });

  test('a tenth of a second is 1,600 samples, in shared memory', async () => {
    const samples = await samplesOf(decoder, 'tenth.wav');
    expect(samples).toHaveLength(1_600);
    expect(samples.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('a WAV file that ends too early gives the samples that it has', async () => {
    writeFileSync(at('cut.wav'), readFileSync(at('secret.wav')).subarray(0, 44 + 2 * 1_000));
    expect(await samplesOf(decoder, 'cut.wav')).toHaveLength(1_000);
  });

  test.each(names)('a file may be named %j', async (name) => {
    copyFileSync(at('secret.wav'), at(name));
    expect(await samplesOf(decoder, name)).toHaveLength(32_000);
  });

  test('a track over the duration limit is refused', async () => {
    const strict = create({ maxDurationSeconds: 5 });
    const failure = await failureOf(strict.decode(at('six.wav'), never));
    expect(failure.code).toBe('AUDIO_TOO_LONG');
    expect(failure.message).toContain('longer than 5 s');
  });

  test('a track of just the longest duration is decoded', async () => {
    const exact = create({ maxDurationSeconds: 6 });
    expect(await samplesOf(exact, 'six.wav')).toHaveLength(96_000);
  });

  test('a file that takes longer than the time limit is given up', async () => {
    const hasty = create({ timeoutMs: 5 });
    const failure = await failureOf(hasty.decode(at('minute.wav'), never));
    expect(failure.code).toBe('DECODE_TIMEOUT');
  });

  test('a caller who gives up gets its own reason, and the decoder goes on', async () => {
    const shutdown = new AbortController();
    const decoding = decoder.decode(at('minute.wav'), shutdown.signal);
    setTimeout(() => {
      shutdown.abort(new Error('shutting down'));
    }, 10);
    await expect(decoding).rejects.toThrow('shutting down');
    expect(await samplesOf(decoder, 'tenth.wav')).toHaveLength(1_600);
  });

  test('two files at a time do not mix', async () => {
    const [tenth, six] = await Promise.all([
      samplesOf(decoder, 'tenth.wav'),
      samplesOf(decoder, 'six.wav'),
    ]);
    expect([tenth.length, six.length]).toEqual([1_600, 96_000]);
  });
});

describe.skipIf(process.platform === 'win32')('with an ffmpeg that misbehaves', () => {
  test('one that hangs is killed at the time limit, and leaves no file behind', async () => {
    const left = scratchFiles();
    const decoder = pretend(
      'hangs',
      'trap "" TERM; echo $$ >"$0.pid"; while :; do sleep 0.05; done',
    );
    const failure = await failureOf(decoder.decode(at('secret.wav'), never));
    expect(failure.code).toBe('DECODE_TIMEOUT');
    expect(() => process.kill(Number(readFileSync(at('hangs.pid'), 'utf8')), 0)).toThrow('ESRCH');
    expect(scratchFiles()).toEqual(left);
  });

  test.each([
    {
      script: 'echo "[error] av_write_frame: No space left on device" >&2; exit 1',
      code: 'DISK_FULL',
    },
    { script: 'echo "[error] $0.wav: Permission denied" >&2; exit 1', code: 'AUDIO_UNDECODABLE' },
    { script: 'kill -SEGV $$', code: 'AUDIO_UNDECODABLE' },
    { script: 'kill -KILL $$', code: 'OUT_OF_MEMORY' },
    { script: 'exit 0', code: 'AUDIO_EMPTY' },
  ])('"$script" is $code', async ({ script, code }) => {
    const failure = await failureOf(pretend('fails', script).decode(at('secret.wav'), never));
    expect(failure.code).toBe(code);
  });

  test('it is told nothing of the environment', async () => {
    const decoder = pretend('tells', 'env >"$0.env"');
    await failureOf(decoder.decode(at('secret.wav'), never));
    const names = readFileSync(at('tells.env'), 'utf8').match(/^\w+/gm);
    expect(names).not.toContain('SECRET');
    expect(names).toContain('LD_LIBRARY_PATH');
  });

  test('it is kept to limits of memory and time that outlive this process', async () => {
    const decoder = pretend('tells', 'for what in c t d; do ulimit -$what; done >"$0.limits"');
    await failureOf(decoder.decode(at('secret.wav'), never));
    // No core file, twice the time limit in seconds of CPU, memory in kB.
    expect(readFileSync(at('tells.limits'), 'utf8')).toBe(`0\n1\n${String(1 << 20)}\n`);
  });

  test('one that is gone is no fault of the file', async () => {
    const decoder = pretend('goes', '');
    rmSync(at('goes'));
    const failure = await failureOf(decoder.decode(at('secret.wav'), never));
    expect(failure.code).toBe('DECODER_UNAVAILABLE');
    expect(failure.message).toMatch(/^ffmpeg cannot be started: .*not found/);
  });

  function pretend(name: string, script: string): AudioDecoder {
    writeFileSync(at(name), `#!/bin/sh\n${script}\n`);
    chmodSync(at(name), 0o700);
    return createFfmpegDecoder(systemFfmpeg({ command: at(name), version: 'pretended' }), {
      environment: { PATH: process.env['PATH'], LD_LIBRARY_PATH: '/lib', SECRET: 'password' },
      limits: { maxDurationSeconds: 60, timeoutMs: 500 },
    });
  }
});

describe('choosing a decoder', () => {
  const limits = { maxDurationSeconds: 60, timeoutMs: 10_000 };

  test('without ffmpeg on PATH it is the built-in one', async () => {
    const decoder = await createAudioDecoder({ environment: { PATH: folder }, limits });
    expect(decoder.decoder).toMatch(/^wasm ffmpeg-core \d/);
    expect(decoder.resampler).toBe('kaiser 128');
  });

  test.skipIf(!hasFfmpeg)('with ffmpeg on PATH it is that one', async () => {
    const decoder = await createAudioDecoder({ environment: process.env, limits });
    expect(decoder.decoder).toMatch(/^ffmpeg \S+$/);
    expect(decoder.resampler).toBe('soxr 28 bit');
  });

  test('an ffmpeg that was asked for and does not work is an error', async () => {
    const ffmpeg = at('no-such-ffmpeg');
    const failure = await failureOf(
      createAudioDecoder({ ffmpeg, environment: process.env, limits }),
    );
    expect(failure.code).toBe('USAGE_INVALID');
    expect(failure.message).toContain(ffmpeg);
  });
});

async function samplesOf(decoder: AudioDecoder, name: string): Promise<Waveform> {
  return (await decoder.decode(at(name), never)).waveform;
}

async function failureOf(promise: Promise<unknown>): Promise<EarmarkError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EarmarkError);
  return error as EarmarkError;
}

function scratchFiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^earmark-.*\.f32$/.test(name));
}
