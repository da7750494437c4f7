import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { duration, shortened, textTable, truncated } from './terminal.ts';

test.each([
  { seconds: 0.4, text: '0 s' },
  { seconds: 8, text: '8 s' },
  { seconds: 200, text: '3 min 20 s' },
  { seconds: 25_530, text: '7 h 5 min' },
])('$seconds seconds are $text', ({ seconds, text }) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  { what: 'a short name stays', name: 'track.wav', width: 10, text: 'track.wav' },
  { what: 'the middle is cut', name: '0123456789', width: 5, text: '01…89' },
  { what: 'wide characters count as two', name: '你好你好你好.wav', width: 9, text: '你好….wav' },
  { what: 'control characters are escaped', name: 'a\nb', width: 9, text: 'a\\nb' },
])('shortened: $what', ({ name, width, text }) => {
  expect(shortened(name, width)).toBe(text);
});

test.each(['摇滚爵士电子', 'a摇b滚c', '👩‍🎤👩‍🎤👩‍🎤👩‍🎤', '█████████ 摇滚 100 %'])(
  'neither way of cutting %s needs more columns than there are',
  (text) => {
    for (let width = 1; width < 20; width++) {
      expect(stringWidth(shortened(text, width))).toBeLessThanOrEqual(width);
      expect(stringWidth(truncated(text, width))).toBeLessThanOrEqual(width);
    }
  },
);

test('a line of wide characters is truncated to the columns of the terminal', () => {
  expect(truncated('你好你好', 5)).toBe('你好…');
  expect(truncated('█████████ 摇滚 100 %', 12)).toBe('█████████ …');
});

test('columns are aligned by width, not by number of characters', () => {
  expect(
    textTable([
      ['摇滚', 'rock'],
      ['a', 'b'],
    ]),
  ).toBe('摇滚  rock\na     b\n');
});
