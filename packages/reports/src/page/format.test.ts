import { expect, test } from 'vitest';
import { formatCounted } from '@earmark/core/text';
import { formatDuration, formatMagnitude, formatScore, formatShare, formatTime } from './format.ts';

test.each([
  { seconds: 0, text: '0.0 s' },
  { seconds: 4.24, text: '4.2 s' },
  { seconds: 59.6, text: '1 min 0 s' },
  { seconds: 723, text: '12 min 3 s' },
  { seconds: 27_761, text: '7 h 43 min' },
  { seconds: 13_536_412, text: '3,760 h 7 min' },
])('$seconds seconds read $text', ({ seconds, text }) => {
  expect(formatDuration(seconds)).toBe(text.replaceAll(' ', '\u00a0'));
});

test.each([
  { share: null, text: '–' },
  { share: 0, text: '0.0 %' },
  { share: 0.0001, text: '<0.1 %' },
  { share: 0.1234, text: '12.3 %' },
])('a share of $share reads $text', ({ share, text }) => {
  expect(formatShare(share)).toBe(text);
});

test('a count of one is singular', () => {
  expect([0, 1, 1200].map((count) => formatCounted(count, 'track'))).toEqual([
    '0 tracks',
    '1 track',
    '1,200 tracks',
  ]);
});

test('a time is the same on every machine', () => {
  expect(formatTime('2026-01-31T21:04:59.000+01:00')).toBe('2026-01-31 20:04 UTC');
});

test('powers of ten are abbreviated', () => {
  expect([0, 1, 2, 3, 5, 6].map(formatMagnitude)).toEqual(['1', '10', '100', '1k', '100k', '1M']);
});

test('a score below one is shown without the zero', () => {
  expect([0, 0.834, 1].map(formatScore)).toEqual(['.00', '.83', '1.00']);
});
