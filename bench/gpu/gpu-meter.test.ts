import { expect, test } from 'vitest';
import { gpuUse, parseReading } from './gpu-meter.ts';

const MIB = 2 ** 20;

test.each([
  { line: '0, 87, 1432', reading: { time: 5, gpu: '0', busy: 0.87, usedBytes: 1_432 * MIB } },
  { line: '1, [N/A], 3', reading: { time: 5, gpu: '1', busy: NaN, usedBytes: 3 * MIB } },
  { line: 'No devices were found', reading: undefined },
  { line: '', reading: undefined },
])('nvidia-smi says "$line"', ({ line, reading }) => {
  expect(parseReading(line, 5)).toEqual(reading);
});

test('the GPU that gains most memory is the one that is used', () => {
  const reading = (time: number, gpu: string, busy: number, mebibytes: number) => ({
    ...{ time, gpu, busy, usedBytes: mebibytes * MIB },
  });
  const readings = [
    ...[reading(0, '0', 0.9, 8_000), reading(0, '1', 0, 10)],
    // Loading counts for memory, and not for how busy it is.
    ...[reading(5, '0', 0.9, 8_000), reading(5, '1', 0.1, 500)],
    ...[reading(12, '0', 0.9, 8_000), reading(12, '1', 0.6, 700)],
    ...[reading(18, '0', 0.9, 8_000), reading(18, '1', 0.8, 900)],
    ...[reading(25, '0', 0.9, 8_000), reading(25, '1', 0, 10)],
  ];
  const use = gpuUse(readings, { started: 1, begin: 10, end: 20 });
  expect(use?.busy).toBeCloseTo(0.7);
  expect(use?.bytes).toBe(890 * MIB);
});

test('without readings nothing is known', () => {
  expect(gpuUse([], { started: 0, begin: 1, end: 2 })).toBeUndefined();
});
