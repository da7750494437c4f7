import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createScoreMatrix, setScores } from '@earmark/core/agreement';
import { ModelName } from '@earmark/core/model';
import {
  buildRunReport,
  type ModelScores,
  rateTracks,
  type RunReportInput,
  toRule,
} from '@earmark/core/report';
import { renderReportHtml } from './render-report-html.ts';

const N_TRACKS = 6;
const TAGS = ['Rock', 'Jazz', 'Piano'];
const OPTIONS = { topK: 2, threshold: 0.1 };

/** Scores that differ from model to model, and null for every track when `tagged` is false. */
function model(id: string, vocabulary = 'three', tagged = true): ModelScores {
  const scores = createScoreMatrix({ nTracks: N_TRACKS, nTags: TAGS.length });
  for (let track = 0; tagged && track < N_TRACKS; track++) {
    setScores(
      scores,
      track,
      TAGS.map((_, tag) => ((id.length + track * (tag + 1)) % 5) / 5),
    );
  }
  const name = ModelName.parse(id);
  return {
    model: {
      name,
      architecture: 'fcn',
      weightsSha256: 'ab'.repeat(32),
      published: true,
      demonstration: id.startsWith('demo/'),
      conversionVersion: 'fp32-1',
    },
    vocabulary: {
      id: vocabulary,
      tags: TAGS.map((en) => ({ tag: en, category: en === 'Piano' ? 'b' : 'a', en, zh: en })),
    },
    rated: rateTracks(name, scores, toRule(OPTIONS)),
  };
}

function track(file: string) {
  return { file, uri: pathToFileURL(join('/music', file)).href };
}

function page(models: readonly ModelScores[], changes: Partial<RunReportInput> = {}): string {
  const run: RunReportInput['run'] = {
    id: 7,
    source: './music',
    state: 'complete',
    createdAt: '2026-01-02T20:00:00.000Z',
    completedAt: '2026-01-02T20:12:03.000Z',
    tasks: { planned: 12, tagged: 11, reused: 0, failed: 1 },
    audioSeconds: 1440,
  };
  return renderReportHtml(
    buildRunReport({
      run,
      options: OPTIONS,
      tracks: Array.from({ length: N_TRACKS }, (_, i) => track(`${String(i)}.mp3`)),
      models,
      software: [],
      failureCounts: [],
      failures: [],
      silentTracks: { count: 0, listed: [] },
      ...changes,
    }),
  );
}

const nine = Array.from({ length: 9 }, (_, i) => model(`x/m${'o'.repeat(i)}`));

test('a page of one model explains why there are no pairs', () => {
  expect(page([model('x/one')])).toMatch(/There are no pairs\s+here:\s+this run has one model/);
});

test('silent tracks have a part of the page, when there are some', () => {
  const listed = [{ file: 'hush.wav', peakDbfs: -150, loudnessDbfs: -150 }];
  const text = page([model('x/one')], { silentTracks: { count: 1, listed } });
  expect(text).toMatch(/1 track of this run is silent or nearly\s+so/);
  expect(text).toMatch(/hush\.wav[\s\S]*-150\.0[\s\S]*-150\.0/);
  expect(text).toContain('<a href="#silent">');
  expect(page([model('x/one')])).not.toMatch(/[Ss]ilent/);
});

test('models of different vocabularies are not compared, and the page explains it', () => {
  const text = page([model('x/one'), model('x/two'), model('y/three', 'other')]);
  expect(text).toContain('2 pairs of models with different vocabularies cannot be');
  expect(text).toContain('<h3>other</h3>');
  expect(page([model('x/one'), model('y/two', 'other')])).toContain(
    'no two models of this run that scored a track share a vocabulary',
  );
});

test('a run in which nothing was tagged has a page without charts', () => {
  const text = page([model('x/one', 'three', false), model('x/two', 'three', false)]);
  expect(text).toContain('No track was tagged.');
  expect(text).not.toContain('<svg');
});

test.each([
  { models: [model('x/one')], what: 'one model' },
  {
    models: [model('x/one'), model('x/two', 'three', false)],
    what: 'one model that scored a track',
  },
])('a page of $what has frequencies and distributions, and no ensemble', ({ models }) => {
  const text = page(models);
  expect(text.match(/<svg/g)).toHaveLength(2);
  expect(text).not.toMatch(/ensemble|Tracks to review/);
});

test('an ensemble with models in int8 names them', () => {
  const text = page([model('x/one_int8'), model('x/two')]);
  expect(text).toMatch(/Computed in int8: x\/one_int8, all others in float32\./);
  expect(page([model('x/one'), model('x/two')])).not.toContain('int8');
});

test('models without a common track leave nothing to review', () => {
  const [one, two] = [model('x/one'), model('x/two')];
  one.rated.scores.scored.fill(0, 0, 3);
  two.rated.scores.scored.fill(0, 3);
  const text = page([one, two]);
  expect(text).toContain('No track was scored by all models.');
  expect(text).toContain('The models agree on every track.');
});

test('a demonstration model is named as such', () => {
  expect(page([model('demo/short')])).toContain('demo/short is a demonstration model');
  expect(page(nine)).not.toContain('is a demonstration model');
});

test('a page of nine models has every chart and a number in every cell', () => {
  const text = page(nine);
  // The heat map, the word cloud, and a histogram for each model and the ensemble.
  expect(text.match(/<svg/g)).toHaveLength(12);
  expect(text.match(/fill="color-mix\(/g)).toHaveLength(2 * 45);
  expect(text).toContain('All 45 pairs in numbers');
});

test('the review list links local files and shows the tags of each model, those that most models select in bold', () => {
  const text = page([model('x/one'), model('x/three'), model('x/three_b')]);
  expect(text).toMatch(/<a href="file:\/\/\/music\/\d.mp3"\s*><bdi class="file">\d.mp3<\/bdi>/);
  expect(text).toMatch(/<li><b>\w+<\/b>\s*<span>\.\d\d<\/span><\/li>/);
});

test('files that a browser cannot open are named without a link', () => {
  const tracks = Array.from({ length: N_TRACKS }, (_, i) => ({
    file: `${String(i)}.mp3`,
    uri: `s3://corpus/${String(i)}.mp3`,
  }));
  const text = page([model('x/one'), model('x/three')], { tracks });
  expect(text).toMatch(/<th scope="row">\s*<bdi class="file">\d.mp3<\/bdi>/);
  expect(text).not.toContain('s3://');
});

test('the same report gives the same page however often it is rendered', () => {
  expect(page(nine)).toBe(page(nine));
});

test('a page loads nothing from outside, links only to files, and allows one script', () => {
  const text = page(nine);
  expect(text).toContain(`content="default-src 'none'`);
  expect(text).not.toMatch(/url\(|@import|\ssrc="|\shref="(?!data:,"|#|file:)/);
  const [, script = ''] = /<script>(.*)<\/script>/s.exec(text) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  expect(text).toContain(`script-src 'sha256-${hash}'`);
});

test('hostile file names, messages and sources are escaped and never run', () => {
  const evil = `"><img src=x onerror=alert(1)></title><script>alert(2)</script>\u202E`;
  const failure = { file: evil, model: null, code: 'AUDIO_EMPTY', message: evil };
  const text = page([model('x/one'), model('x/three')], {
    failures: [failure],
    failureCounts: [{ code: 'AUDIO_EMPTY', count: 1 }],
    tracks: Array.from({ length: N_TRACKS }, () => ({ file: evil, uri: `file:///${evil}` })),
  });
  // As a source, a failed file, its message, a file to review and the address it links to.
  expect(text.match(/&lt;img src=x onerror=alert\(1\)&gt;/g)?.length).toBeGreaterThan(4);
  expect(text).not.toMatch(/<img|<script>alert|\u202E/);
});

test('a long list of failures is collapsed under the number of files', () => {
  const failures = Array.from({ length: 300 }, (_, i) => ({
    file: `${String(i)}.mp3`,
    model: null,
    code: 'AUDIO_EMPTY',
    message: 'No samples.',
  }));
  const text = page([model('x/one')], {
    failures,
    failureCounts: [{ code: 'AUDIO_EMPTY', count: 300 }],
  });
  expect(text).toContain('<summary>300 files with failures</summary>');
});
