import { expect, test } from 'vitest';
import { isFileTable, parseTruthCsv } from './truth-csv.ts';

const expected = {
  nTracks: 2,
  files: ['a.mp3', 'b, c.mp3'],
  tags: ['jazz', 'rock'],
  labels: Uint8Array.of(0, 1, 0, 0),
};

test.each([
  { form: 'a column per tag', text: 'file,jazz,rock\na.mp3,0,1\n"b, c.mp3",0,0\n' },
  { form: 'tabs', text: 'PATH\tjazz\trock\r\na.mp3\t0\t1\r\nb, c.mp3\t0\t0\r\n' },
])('truth in a table of files: $form', ({ text }) => {
  expect(isFileTable(text)).toBe(true);
  expect(parseTruthCsv(text, 't.csv')).toEqual(expected);
});

test('names that were copied from a result file are those that they stand for', () => {
  expect(parseTruthCsv("file,jazz\n'=1.mp3,1\n", 't.csv').files).toEqual(['=1.mp3']);
  expect(parseTruthCsv("file,tags\n'=1.mp3,jazz\n", 't.csv').files).toEqual(['=1.mp3']);
});

test('a list of tags gives every tag that occurs, sorted', () => {
  const text = 'path,tags\na.mp3,rock; genre---jazz;\nb.mp3,\n';
  expect(parseTruthCsv(text, 't.csv')).toEqual({
    nTracks: 2,
    files: ['a.mp3', 'b.mp3'],
    tags: ['genre---jazz', 'rock'],
    labels: Uint8Array.of(1, 1, 0, 0),
  });
});

test.each(['', 'a.mp3\nb.mp3\n', 'artist,file\nx,a.mp3\n'])('%j is no table of files', (text) => {
  expect(isFileTable(text)).toBe(false);
});

test.each([
  { text: 'file,jazz\n', problem: 't.csv has no rows of tracks' },
  { text: 'file\na.mp3\n', problem: 't.csv has no rows of tracks' },
  { text: 'file,jazz\na.mp3,1\nb.mp3\n', problem: 't.csv: line 3 does not have the 2 columns' },
  { text: 'file,jazz\na.mp3,yes\n', problem: 't.csv: line 2 has "yes" in the column of a tag' },
  { text: 'file,jazz,rock\n,1,0\n', problem: 't.csv: line 2 does not have' },
])('$text is refused: $problem', ({ text, problem }) => {
  expect(() => parseTruthCsv(text, 't.csv')).toThrow(problem);
});
