import { expect, test } from 'vitest';
import { resample } from './resample.ts';
import { createResampler } from './resampler.ts';

const TO_RATE = 16_000;

test.each([
  { fromRate: 44_100, seconds: 64.3, pieceLength: 65_536 },
  { fromRate: 48_000, seconds: 31, pieceLength: 1_000_000 },
  { fromRate: 8_000, seconds: 70, pieceLength: 1_023 },
  { fromRate: 1_000, seconds: 65.5, pieceLength: 7 },
  { fromRate: 22_050, seconds: 0.1, pieceLength: 65_536 },
  { fromRate: 16_000, seconds: 64, pieceLength: 65_536 },
  { fromRate: 96_000, seconds: 0, pieceLength: 65_536 },
])(
  '$seconds s at $fromRate Hz in pieces are what they are at once',
  ({ fromRate, seconds, pieceLength }) => {
    const samples = noise(Math.round(seconds * fromRate));
    const whole = resample(samples, { fromRate, toRate: TO_RATE });
    const emitted = new Float32Array(whole.length);
    let nEmitted = 0;
    const resampler = createResampler({ fromRate, toRate: TO_RATE }, (part) => {
      emitted.set(part, nEmitted);
      nEmitted += part.length;
    });
    for (let at = 0; at < samples.length; at += pieceLength) {
      resampler.push(samples.subarray(at, at + pieceLength));
    }
    resampler.end();

    expect(nEmitted).toBe(whole.length);
    expect(largestDifference(emitted, whole)).toBeLessThan(1e-6);
  },
);

function noise(nSamples: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: nSamples }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
}

function largestDifference(one: Float32Array, other: Float32Array): number {
  return one.reduce((largest, value, i) => Math.max(largest, Math.abs(value - other[i]!)), 0);
}
