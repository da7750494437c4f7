import { expect, test } from 'vitest';
import { parseScoresCsv } from './scores-csv.ts';

test('a scores file has a row per file and a column per tag', () => {
  const { files, tags, matrix } = parseScoresCsv(
    'file,genre---rock,loud\n"a, b.mp3",0.5,1e-7\n',
    's.csv',
  );
  expect(files).toEqual(['a, b.mp3']);
  expect(tags).toEqual([
    { tag: 'genre---rock', category: 'genre' },
    { tag: 'loud', category: 'tag' },
  ]);
  expect(matrix.values).toEqual(Float64Array.of(0.5, 1e-7));
});

test('what a spreadsheet would take for a formula is the name that it was', () => {
  const { files, tags } = parseScoresCsv(
    `file,'-core\n"'=A1,""x"".mp3",0.5\n''+1.mp3,1\n`,
    's.csv',
  );
  expect(files).toEqual(['=A1,"x".mp3', "'+1.mp3"]);
  expect(tags).toEqual([{ tag: '-core', category: 'tag' }]);
});

test.each([
  { text: '', problem: 's.csv holds no scores' },
  { text: 'file,rock\n', problem: 's.csv holds no scores' },
  { text: 'file,rock\na,0.5\nb,\n', problem: 's.csv: line 3 has the score ""' },
  { text: 'file,rock\na,nan\n', problem: 'line 2 has the score "nan"' },
  { text: 'file,rock\na,Infinity\n', problem: 'line 2 has the score "Infinity"' },
  { text: 'file,rock\na,0.5,0.5\n', problem: 'line 2 has 2 scores for 1 tags' },
])('$text is refused: $problem', ({ text, problem }) => {
  expect(() => parseScoresCsv(text, 's.csv')).toThrow(problem);
});
