import { createScoreMatrix, setScores } from '@earmark/core/agreement/score-matrix.js';
import { ModelId } from '@earmark/core/model/model-spec.js';
import {
  buildRunReport,
  type ModelScores,
  type RunReportInput,
} from '@earmark/core/report/build-run-report.js';
import { expect, test } from 'vitest';
import { renderReportHtml } from './render-report-html.ts';

const N_TRACKS = 6;
const TAGS = ['Rock', 'Jazz', 'Piano'];

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
  return {
    model: {
      id: ModelId.parse(id),
      architecture: 'fcn',
      weightsSha256: 'ab'.repeat(32),
      published: true,
      demonstration: id.startsWith('demo/'),
      profile: 'fp32-1',
    },
    vocabulary: {
      id: vocabulary,
      tags: TAGS.map((en) => ({ tag: en, category: en === 'Piano' ? 'b' : 'a', en, zh: en })),
    },
    scores,
  };
}

function page(models: readonly ModelScores[], changes: Partial<RunReportInput> = {}): string {
  const run: RunReportInput['run'] = {
    id: 7,
    source: './music',
    state: 'complete',
    createdAt: '2026-01-02T20:00:00.000Z',
    completedAt: '2026-01-02T20:12:03.000Z',
    nTracks: N_TRACKS,
    tasks: { planned: 12, tagged: 11, reused: 0, failed: 1 },
    audioSeconds: 1440,
  };
  return renderReportHtml(
    buildRunReport({
      run,
      options: { topK: 2, threshold: 0.1 },
      models,
      taggers: [],
      failureCounts: [],
      failures: [],
      ...changes,
    }),
  );
}

const nine = Array.from({ length: 9 }, (_, i) => model(`x/m${'o'.repeat(i)}`));

test('a page of one model says why there are no pairs', () => {
  expect(page([model('x/one')])).toContain('this run had one model, so there are no pairs');
});

test('models of different vocabularies are not compared, and the page says so', () => {
  const text = page([model('x/one'), model('x/two'), model('y/three', 'other')]);
  expect(text).toContain('2 pairs of models with different vocabularies are left out');
  expect(page([model('x/one'), model('y/two', 'other')])).toContain(
    'the 2 models of this run all have different vocabularies',
  );
});

test('a run in which nothing was tagged has a page without charts', () => {
  const text = page([model('x/one', 'three', false), model('x/two', 'three', false)]);
  expect(text).toContain('No track was tagged, so there are no frequencies.');
  expect(text).not.toContain('<svg');
});

test('a demonstration model is called one', () => {
  expect(page([model('demo/short')])).toContain('demo/short is a demonstration model');
  expect(page(nine)).not.toContain('is a demonstration model');
});

test('a page of nine models has both charts and a number in every cell', () => {
  const text = page(nine);
  expect(text.match(/<svg role="img"/g)).toHaveLength(2);
  expect(text.match(/color-mix\(/g)).toHaveLength(36);
  expect(text).toContain('All 36 pairs in numbers');
});

test('the same report gives the same page however often it is rendered', () => {
  expect(page(nine)).toBe(page(nine));
});

test('a page names nothing outside itself and runs no script', () => {
  const text = page(nine);
  expect(text).toContain(`content="default-src 'none'`);
  expect(text).not.toMatch(/<script|url\(|@import|\s(?:src|href)="(?!data:,")/);
});

test('hostile file names, messages and sources are shown and never run', () => {
  const evil = `"><img src=x onerror=alert(1)></title><script>alert(2)</script>\u202E`;
  const failure = { file: evil, model: null, code: 'AUDIO_EMPTY', message: evil };
  const text = page([model('x/one')], {
    failures: [failure],
    failureCounts: [{ code: 'AUDIO_EMPTY', count: 1 }],
  });
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(text).not.toMatch(/<img|<script|\u202E/);
});

test('many failures fold away under the number of files', () => {
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
  expect(text).toContain('<summary>300 files in full</summary>');
});
