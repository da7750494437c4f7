import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSpectrogram } from '@earmark/core/audio';
import { decodedOnce, decoderKinds, ffmpegDecoders } from '../support/decoders.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { readFloats, readNpyFloats, snrDb } from '../support/samples.ts';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'golden');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(folder);
if (missing) console.warn('SKIPPED: EARMARK_GOLDEN names no folder with golden/audio.json.');

interface Clip {
  readonly file: string;
  readonly source_rate: number;
  readonly n_samples_16k: number;
  readonly f32le_sha256: string;
}

const all = missing
  ? []
  : Object.values(
      JSON.parse(readFileSync(join(folder, 'audio.json'), 'utf8')) as Record<string, Clip>,
    );
/** Of other formats than the rest, or shorter: the second decoder has these alone, unless it is a longer series. */
const SHORT = ['ambient_48k', 'game_16k', 'odd_22k', 'orchestral_44k', 'short2s_44k'];
const isShort = ({ file }: Clip) => SHORT.some((name) => file.startsWith(name));
const short = [...all.filter(isShort), ...inLongerSeries(all.filter((clip) => !isShort(clip)))];
const audioFile = ({ file }: Clip): string => join(folder, 'audio', file);
const waveformFile = ({ file }: Clip): string => join(folder, 'waveforms', `${file}.16k.f32`);
const sha256 = (samples: Float32Array): string =>
  createHash('sha256').update(new Uint8Array(samples.buffer)).digest('hex');

/** With the window and the filters of the reference. */
const STORED_LOG_MEL = {
  sampleRate: 16_000,
  frameLength: 512,
  fftLength: 512,
  hopLength: 256,
  window: 'stored',
  padding: 'reflect',
  spectrum: 'power',
  mel: null,
  logarithm: { unit: 'db', scale: 1, offset: 0, floor: 1e-10 },
  normalisation: null,
} as const;

const decoders = decoderKinds.map(({ kind, create }, i) => {
  const waveformOf = decodedOnce(create());
  const decode = (clip: Clip) => waveformOf(audioFile(clip));
  return { kind, clips: i === 0 ? all : short, decode };
});

describe.skipIf(missing).each(decoders)('with the $kind decoder', ({ clips, decode }) => {
  test.each(clips)('$file has as many samples as the reference', async (clip) => {
    const waveform = await decode(clip);
    expect(waveform.length).toBe(clip.n_samples_16k);
  });

  // 75 dB is what a filter of the same response reaches at worst; the usual resamplers stay below
  // 60.
  test.each(clips.filter((clip) => existsSync(waveformFile(clip))))(
    '$file differs from the reference by less than -75 dB',
    async (clip) => {
      const waveform = await decode(clip);
      expect(snrDb(waveform, readFloats(waveformFile(clip)))).toBeGreaterThan(75);
    },
  );

  test.each(clips.filter((clip) => clip.source_rate === 16_000))(
    '$file is at 16 kHz already, and is the reference bit for bit',
    async (clip) => {
      const waveform = await decode(clip);
      expect(sha256(waveform)).toBe(clip.f32le_sha256);
    },
  );
});

describe.skipIf(missing || ffmpegDecoders.length === 0)('between the decoders', () => {
  test.each(short)('$file differs by less than -75 dB', async (clip) => {
    const [reference, other] = await Promise.all(decoders.map(({ decode }) => decode(clip)));
    expect(snrDb(other!, reference!)).toBeGreaterThan(75);
  });
});

describe.skipIf(missing).each([96, 128])('the front end with %i bands', (nMels) => {
  const frontEnd = (file: string): Float32Array => readNpyFloats(join(folder, 'frontend', file));

  // The reference is in float32: against float64 it is itself off by up to 0.01 dB, 0.0013 dB above
  // -60 dB.
  test.each(['chunk_a', 'chunk_b_padded'])('gives the reference for %s', (chunk) => {
    const coefficients = {
      window: frontEnd('window_hann512_periodic.npy'),
      filterbank: frontEnd(`mel_fb_257x${String(nMels)}.npy`),
    };
    const spec = {
      ...STORED_LOG_MEL,
      stored: { file: 'none.f32', sha256: '0'.repeat(64), nBands: nMels },
    };
    const logMel = createSpectrogram(spec, { layout: 'bands-first', coefficients });
    const expected = frontEnd(`${chunk}_logmel${String(nMels)}.npy`);
    const actual = logMel.transform(readFloats(join(folder, 'frontend', `${chunk}_59049.f32`)));
    expect(actual.length).toBe(expected.length);
    const worst = (from: number, to: number): number =>
      expected.reduce(
        (most, value, i) =>
          value > from && value <= to ? Math.max(most, Math.abs(actual[i]! - value)) : most,
        0,
      );
    expect(worst(-Infinity, Infinity)).toBeLessThan(0.02);
    expect(worst(-60, Infinity)).toBeLessThan(0.003);
    expect(worst(-Infinity, -100)).toBeLessThan(1e-4);
  });
});
