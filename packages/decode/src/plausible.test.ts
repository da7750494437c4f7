import { expect, test } from 'vitest';
import type { Level } from '@earmark/core/audio';
import { assertPlausible } from './plausible.ts';

const LEVEL: Level = { peak: 1, rms: 0.1, silentShare: 0, clippedShare: 0 };
const TEN_SECONDS = { nSamples: 160_000, sampleRate: 16_000 };
const VORBIS = { demuxer: 'ogg', codec: 'vorbis', statedSeconds: undefined };
const FLOAT = { demuxer: 'wav', codec: 'pcm_f32le', statedSeconds: 10 };

test.each([
  { what: 'full scale', level: LEVEL, source: VORBIS },
  { what: 'a codec that overshoots', level: { ...LEVEL, peak: 4 }, source: VORBIS },
  { what: 'whole numbers as floating point', level: { ...LEVEL, peak: 32_767 }, source: FLOAT },
  { what: 'a second too little', level: LEVEL, source: { ...FLOAT, statedSeconds: 11 } },
  { what: 'a second too much', level: LEVEL, source: { ...FLOAT, statedSeconds: 9 } },
  { what: 'a file of unknown format', level: LEVEL, source: undefined },
])('$what is plausible', ({ level, source }) => {
  expect(() => {
    assertPlausible(level, TEN_SECONDS, source);
  }).not.toThrow();
});

test.each([
  {
    level: { ...LEVEL, peak: 335 },
    source: VORBIS,
    why: 'samples are 335 times full scale',
  },
  {
    level: { ...LEVEL, peak: 3e38 },
    source: FLOAT,
    why: 'samples are 3.00e+38 times full scale',
  },
  { level: { ...LEVEL, rms: NaN }, source: FLOAT, why: 'some samples are not numbers' },
  {
    level: LEVEL,
    source: { ...FLOAT, statedSeconds: 240 },
    why: 'it states 240.0 s of audio, and 10.0 s can be decoded',
  },
  {
    level: LEVEL,
    source: { ...FLOAT, statedSeconds: 8.5 },
    why: 'it states 8.5 s of audio, and 10.0 s can be decoded',
  },
])('$why: refused', ({ level, source, why }) => {
  expect(() => {
    assertPlausible(level, TEN_SECONDS, source);
  }).toThrow(`What was decoded cannot be what the file contains: ${why}`);
});
