import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EvaluationReport } from '@earmark/core/evaluation';
import { parseCsv } from '../support/csv.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

// One folder of music, tagged once, and a truth about it; each test asks something else of the same run.

const TRUTH = [
  'file,tags',
  'track-000.wav,genre---rock;instrument---piano',
  'audio/track-001.mp3,genre---rock;genre---polka',
  'track-002.low.mp3,instrument---piano',
  'track-003.flac,genre---rock',
  'track-004.wav,',
  'never-recorded.mp3,genre---rock',
];
const TAGS = ['genre---rock', 'instrument---piano'];
/** Which of the first five files have the tag. */
const HAVE: Readonly<Record<string, readonly boolean[]>> = {
  'genre---rock': [true, true, false, true, false],
  'instrument---piano': [true, false, true, false, false],
};

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
  makeTracks(stage.music, 6);
  writeFileSync(truthFile(), `${TRUTH.join('\n')}\n`);
  expect(await stage.run()).toMatchObject({ exitCode: 0 });
});
afterAll(() => {
  stage.remove();
});

function truthFile(): string {
  return join(stage.home, '../truth.csv');
}

function evaluate(args: readonly string[], truth = truthFile()) {
  const all = ['evaluate', ...args, '--truth', truth, '--out', stage.out];
  return earmarkHere(all, stage.variables);
}

async function reportOf(args: readonly string[]): Promise<EvaluationReport> {
  const { exitCode, stdout, stderr } = await evaluate([...args, '--json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return EvaluationReport.parse(JSON.parse(stdout));
}

test('the measures of a run are those that its scores give by their definition', async () => {
  const [model] = (await reportOf(['1'])).models;
  expect(model?.evaluation.tags.map(({ tag }) => tag)).toEqual(TAGS);
  const areas = TAGS.map((tag) => pairwiseAuc(scoresOf(tag), HAVE[tag]!));
  const precisions = TAGS.map((tag) => averagePrecision(scoresOf(tag), HAVE[tag]!));
  for (const [i, tag] of (model?.evaluation.tags ?? []).entries()) {
    expect(tag.rocAuc).toBeCloseTo(areas[i]!, 12);
    expect(tag.prAuc).toBeCloseTo(precisions[i]!, 12);
  }
  expect(model?.evaluation.macro.rocAuc).toBeCloseTo((areas[0]! + areas[1]!) / 2, 12);
  expect(model?.evaluation.macro.prAuc).toBeCloseTo((precisions[0]! + precisions[1]!) / 2, 12);
});

test('the matched and the excluded tracks and tags are printed, and written beside the measures', async () => {
  const { exitCode, stdout, stderr } = await evaluate(['1']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('5 tracks of');
  expect(stdout).toContain('2 by the same path, 2 by the path without its extension, 1 by the end');
  expect(stdout).toContain('1 track of the truth without a file: never-recorded.mp3');
  expect(stdout).toContain('1 file without truth: track-005.wav');
  expect(stdout).toContain('1 tag of the truth that the model does not score: genre---polka');
  expect(stdout).not.toContain('PUBLISHED');
  expect(readFileSync(join(stage.out, 'evaluation.html'), 'utf8')).toContain('never-recorded.mp3');
  const [header, ...rows] = parseCsv(readFileSync(join(stage.out, 'evaluation.csv'), 'utf8'));
  expect(header).toHaveLength(11);
  expect(rows.map(([, scope, name]) => [scope, name])).toEqual([
    ...['macro', 'micro', 'samples'].map((scope) => [scope, '']),
    ...['genre', 'instrument'].map((category) => ['category', category]),
    ...TAGS.map((tag) => ['tag', tag]),
  ]);
});

test('the scores file of a run gives the same measures as the run', async () => {
  const ofRun = (await reportOf(['1'])).models[0]!.evaluation;
  const ofFile = (await reportOf(['--scores', scoresFile()])).models[0]!.evaluation;
  const comparable = ({ tags, ...means }: typeof ofRun) => ({
    ...means,
    tags: tags.map(({ threshold, ...tag }) => ({ ...tag, threshold: Math.fround(threshold!) })),
  });
  expect(comparable(ofFile)).toEqual(comparable(ofRun));
});

test('thresholds learnt on some tracks decide others, also by way of an earlier evaluation', async () => {
  const list = join(stage.home, '../list.txt');
  writeFileSync(list, 'track-000\ntrack-001\ntrack-002\n');
  const learnt = await reportOf(['1', '--split', list]);
  expect(learnt.models[0]?.evaluation.nTracks).toBe(3);
  const earlier = join(stage.home, '../earlier.json');
  writeFileSync(earlier, JSON.stringify(learnt));
  const applied = await reportOf(['1', '--thresholds-from', earlier, '--inclusive']);
  expect(applied.decisions).toEqual({ by: 'thresholds', from: earlier, rule: '>=' });
  const thresholds = ({ models }: EvaluationReport) =>
    models[0]?.evaluation.tags.map(({ threshold }) => threshold);
  expect(thresholds(applied)).toEqual(thresholds(learnt));
});

test.each([
  { args: ['1', '--thresholds-from', 'nowhere.tsv'], problem: 'There is no file "nowhere.tsv".' },
  { args: ['7'], problem: 'There is no run 7.' },
  { args: [], problem: 'Name either a run' },
  { args: ['1', '--scores', 'x.csv'], problem: 'Name either a run' },
  {
    args: ['--scores', 'x.npy'],
    problem: 'Name a file that lists them, one per line: --tags FILE',
  },
])('$args is refused: $problem', async ({ args, problem }) => {
  const { exitCode, stdout, stderr } = await evaluate(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(problem);
});

test('a truth about other music is an error that shows both sides', async () => {
  const other = join(stage.home, '../other.csv');
  writeFileSync(other, 'file,tags\n14/214.mp3,genre---rock\n');
  const { exitCode, stderr } = await evaluate(['1'], other);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/nothing to evaluate.*"14\/214\.mp3" \(1\).*"track-000\.wav".*\(6\)/);
});

function scoresFile(): string {
  const name = readdirSync(stage.out).find((file) => file.startsWith('scores_'))!;
  return join(stage.out, name);
}

/** What the scores file says of a tag, of the five files that have a truth. */
function scoresOf(tag: string): number[] {
  const [header, ...rows] = parseCsv(readFileSync(scoresFile(), 'utf8'));
  return rows.slice(0, 5).map((row) => Number(row[header!.indexOf(tag)]));
}

function pairwiseAuc(scores: readonly number[], has: readonly boolean[]): number {
  const positives = scores.filter((_, i) => has[i]);
  const negatives = scores.filter((_, i) => !has[i]);
  const wins = positives.flatMap((a) => negatives.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Mean over the positives of the precision among all that score as much or more. */
function averagePrecision(scores: readonly number[], has: readonly boolean[]): number {
  const precisions = scores
    .filter((_, i) => has[i])
    .map((threshold) => {
      const selected = [...scores.keys()].filter((i) => scores[i]! >= threshold);
      return selected.filter((i) => has[i]).length / selected.length;
    });
  return precisions.reduce((sum, value) => sum + value, 0) / precisions.length;
}
