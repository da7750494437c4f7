import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseScoresCsv } from '@earmark/core/corpus';
import { addTracks, createPool, finishPlanning, migrate, owedJobs, settle } from '@earmark/ledger';
import { reportRun } from '@earmark/reports';
import { openTestRun, registerParts, sourceItem } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';
import { settlementOf } from '../support/settlement.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Result files of tracks whose names a spreadsheet would run or show wrongly, read by a reader that is not ours.

const FORMULAS = [
  '=HYPERLINK("http://x","y").mp3',
  '+1.mp3',
  '-1.mp3',
  '@SUM(A1).mp3',
  '\t=1.mp3',
  "'=1.mp3",
];
const OTHERS = ["'round midnight.mp3", '夜曲.mp3', 'a, "b"\nc.mp3', '1e5.mp3'];
const FILES = [...FORMULAS, ...OTHERS].sort();
const asCell = (file: string) => (FORMULAS.includes(file) ? `'${file}` : file);

const folder = temporaryFolder();
let duckdb: DuckDBConnection;
beforeAll(async () => {
  duckdb = await DuckDBConnection.create();
  const pool = createPool(await createDatabase('csv_names'));
  await migrate(pool);
  const parts = await registerParts(pool);
  const runId = await openTestRun(pool, 'csv names', parts);
  await addTracks(
    pool,
    runId,
    FILES.map((file) => sourceItem(file)),
  );
  await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
  const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: FILES.length });
  const level = { peak: 0.5, rms: 0.1, silentShare: 0, clippedShare: 0 };
  for (const job of jobs) await settle(pool, [{ ...settlementOf(parts, job), level }]);
  await reportRun(pool, runId, folder.path);
  await pool.end();
});
afterAll(() => {
  duckdb.closeSync();
  folder.remove();
});

function pathOf(kind: RegExp): string {
  return join(folder.path, readdirSync(folder.path).find((name) => kind.test(name)) ?? '');
}

async function read(kind: RegExp): Promise<readonly Record<string, unknown>[]> {
  const sql = `select * from read_csv('${pathOf(kind)}', header = true, sample_size = -1) order by file`;
  return (await duckdb.runAndReadAll(sql)).getRowObjectsJS();
}

test.each([
  { kind: /^results_test_one.*csv$/, hasMark: true, number: 'prob_1', value: 0.75 },
  { kind: /^scores_test_one.*csv$/, hasMark: false, number: 'green', value: 0.75 },
  { kind: /^tracks_.*csv$/, hasMark: true, number: 'peak_dbfs', value: -6 },
])(
  '$kind has no formula in it, numbers are numbers, and Excel sees UTF-8: $hasMark',
  async (given) => {
    const { kind, hasMark, number, value } = given;
    const rows = await read(kind);
    expect(rows.map(({ file }) => file).sort()).toEqual(FILES.map(asCell).sort());
    expect(rows.map((row) => row[number])).toEqual(FILES.map(() => value));
    expect(readFileSync(pathOf(kind)).subarray(0, 3).toString('hex') === 'efbbbf').toBe(hasMark);
  },
);

test('JSON has the exact names, and evaluate reads them from the scores', () => {
  const json = JSON.parse(readFileSync(pathOf(/^results_test_one.*json$/), 'utf8')) as object;
  expect(Object.keys(json).sort()).toEqual(FILES);
  const { files } = parseScoresCsv(readFileSync(pathOf(/^scores_test_one.*csv$/), 'utf8'), 's.csv');
  expect(files?.toSorted()).toEqual(FILES);
});
