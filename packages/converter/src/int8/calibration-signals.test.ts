import { expect, test } from 'vitest';
import { calibrationSignals } from './calibration-signals.ts';

test('the signals are different, within [-1, 1], and the same every time', () => {
  const extent = { length: 48_000, sampleRate: 16_000 };
  const signals = calibrationSignals(extent);
  expect(signals).toHaveLength(6);
  for (const signal of signals) {
    expect(signal.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  }
  const peaks = signals.map((signal) => Math.max(...signal.map(Math.abs)));
  expect(peaks.filter((peak) => peak > 0.3)).toHaveLength(5);
  expect(new Set(peaks).size).toBe(6);
  // Float by float it would take as long as all the rest.
  const bytesOf = (all: readonly Float32Array[]) => all.map(({ buffer }) => Buffer.from(buffer));
  const again = bytesOf(calibrationSignals(extent));
  bytesOf(signals).forEach((bytes, i) => expect(bytes.equals(again[i]!)).toBe(true));
});
