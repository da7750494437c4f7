import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCsv } from '../support/csv.ts';
import { copyClip, makeTracks } from '../support/music.ts';
import { processesOf } from '../support/processes.ts';
import { createStage, resultFiles, type Stage, summaryOf } from '../support/stage.ts';

// One folder of music that is tagged again and again: each test goes on where the one before it ended.

let stage: Stage;
beforeAll(() => {
  stage = createStage();
  makeTracks(stage.music, 3);
  copyClip(join(stage.music, 'clip "5 s", 你好.wav'));
});
afterAll(() => {
  stage.remove();
});

async function tasksOf(args: readonly string[] = []) {
  const ended = await stage.run(['--json', ...args]);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return summaryOf(ended).tasks;
}

const FILES = ['clip "5 s", 你好.wav', 'track-000.wav', 'track-001.wav', 'track-002.wav'];
let firstFiles: Readonly<Record<string, string>>;

test('the first run tags every file, says so, and writes the results, and nothing elsewhere such as a log of telemetry', async () => {
  const elsewhere = { HOME: join(stage.home, '../user'), TMPDIR: join(stage.home, '../tmp') };
  for (const folder of Object.values(elsewhere)) mkdirSync(folder);
  const { exitCode, stdout, stderr } = await stage.run([], elsewhere);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(Object.values(elsewhere).flatMap((folder) => readdirSync(folder))).toEqual([]);
  expect(stdout).toContain('Run 1: 4 tracks, 4 tasks\n');
  // Unless told, and without CUDA.
  expect(stdout).toMatch(/^ {2}device +cpu$/m);
  expect(stdout).toContain('4 tasks tagged, 0 reused, 0 failed');
  expect(stdout).toContain(join(stage.out, 'report.html'));
  expect(processesOf(stage.home)).toEqual([]);
  const report = readFileSync(join(stage.out, 'report.json'), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ software: [{ device: 'cpu' }] });
  firstFiles = resultFiles(stage.out);
  expect(Object.keys(firstFiles).sort()).toEqual([
    'results_jamendo_starter.csv',
    'results_jamendo_starter.json',
    'scores_jamendo_starter.csv',
    'tracks.csv',
  ]);
});

test('the three result files say the same, each in its form', () => {
  const [scoreHeader, ...scoreRows] = parseCsv(firstFiles['scores_jamendo_starter.csv']!);
  expect(scoreHeader).toHaveLength(51);
  expect(scoreHeader!.slice(0, 3)).toEqual(['file', 'genre---alternative', 'genre---ambient']);
  expect(scoreRows.map(([file]) => file)).toEqual(FILES);

  const [header, ...rows] = parseCsv(firstFiles['results_jamendo_starter.csv']!);
  const places = [1, 2, 3, 4, 5].map(String);
  expect(header).toEqual([
    'file',
    'model',
    ...places.flatMap((n) => [`tag_en_${n}`, `tag_zh_${n}`, `prob_${n}`]),
  ]);
  const json = JSON.parse(firstFiles['results_jamendo_starter.json']!) as unknown;
  expect(json).toEqual(Object.fromEntries(rows.map(toJsonEntry)));

  for (const [i, row] of rows.entries()) {
    const best = scoreRows[i]!.slice(1)
      .map(Number)
      .sort((a, b) => b - a)
      .slice(0, 5);
    const shown = best.filter((score) => score >= 0.1).map((score) => score.toFixed(3));
    const probabilities = row.slice(2).filter((_, column) => column % 3 === 2);
    expect(row.slice(0, 2)).toEqual([FILES[i], 'starter']);
    expect(probabilities).toEqual([...shown, ...Array<string>(5 - shown.length).fill('')]);
  }
});

function toJsonEntry([file = '', model, ...cells]: readonly string[]) {
  const places = [0, 3, 6, 9, 12].filter((at) => cells[at] !== '');
  const predictions = places.map((at) => ({
    tag_en: cells[at],
    tag_zh: cells[at + 1],
    prob: Number(cells[at + 2]),
  }));
  return [file, { model, predictions }] as const;
}

test('the same command again tags nothing and writes the same bytes', async () => {
  const { exitCode, stdout } = await stage.run();
  expect(exitCode).toBe(0);
  expect(stdout).toContain('nothing to tag');
  expect(resultFiles(stage.out)).toEqual(firstFiles);
});

test('only what was added or has other bytes is tagged, and what was touched is known', async () => {
  makeTracks(stage.music, 4);
  const now = new Date();
  utimesSync(join(stage.music, 'track-000.wav'), now, now);
  const file = join(stage.music, 'track-001.wav');
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, 1_000, 2_000));
  expect(await tasksOf()).toEqual({ tagged: 2, reused: 3, failed: 0 });
  const [before, after] = [firstFiles, resultFiles(stage.out)].map((files) => {
    return files['scores_jamendo_starter.csv']!.split('\n');
  });
  const others = after!.filter((line) => !before!.includes(line));
  expect(others.map((line) => line.split(',')[0])).toEqual(['track-001.wav', 'track-003.wav']);
});

test('--limit takes the first files, --top-k and --threshold shape the results', async () => {
  await tasksOf(['--limit', '2', '--top-k', '2', '--threshold', '0']);
  const rows = parseCsv(resultFiles(stage.out)['results_jamendo_starter.csv']!);
  expect(rows.map((row) => row.length)).toEqual([8, 8, 8]);
  expect(rows.slice(1).every((row) => !row.includes(''))).toBe(true);
});

test('--force tags everything again, and the built-in ffmpeg gives the same tags as that of the machine', async () => {
  const { exitCode, stdout } = await stage.run(['--force'], { EARMARK_FFMPEG: 'none' });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('5 tasks tagged, 0 reused, 0 failed');
  expect(stdout).toMatch(/decoder +built-in ffmpeg/);
  const scores = (text: string) =>
    parseCsv(text)
      .slice(1, 2)
      .flatMap((row) => row.slice(1).map(Number));
  const builtIn = scores(resultFiles(stage.out)['scores_jamendo_starter.csv']!);
  // The clip is at 16 kHz already, so that no resampler stands between them.
  for (const [i, score] of scores(firstFiles['scores_jamendo_starter.csv']!).entries()) {
    expect(builtIn[i]).toBeCloseTo(score, 5);
  }
});
