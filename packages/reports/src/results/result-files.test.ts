import { expect, test } from 'vitest';
import { allScoresParquetFile, resultFiles, scoresParquetFile } from './result-files.ts';

test('result files are named by data set, model and local day', () => {
  expect(resultFiles('jamendo/short_res', new Date(2026, 0, 9, 23, 59))).toEqual({
    resultsCsv: 'results_jamendo_short_res_20260109.csv',
    resultsJson: 'results_jamendo_short_res_20260109.json',
    scoresCsv: 'scores_jamendo_short_res_20260109.csv',
  });
});

test('Parquet files are named in the same way', () => {
  const date = new Date(2026, 0, 9);
  expect(scoresParquetFile('jamendo/crnn', date)).toBe('scores_jamendo_crnn_20260109.parquet');
  expect(allScoresParquetFile(date)).toBe('scores_20260109.parquet');
});
