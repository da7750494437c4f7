import { expect, test } from 'vitest';
import {
  buildEvaluationReport,
  type EvaluatedModel,
  LEARNT_ON_EVALUATED_TRACKS,
  truthOfTracks,
} from '@earmark/core/evaluation';
import { publishedFigures } from '../published-figures.ts';
import { renderEvaluationHtml } from './render-evaluation-html.ts';

const truth = truthOfTracks([
  { path: '1.mp3', tags: ['genre---rock'] },
  { path: '2.mp3', tags: ['genre---jazz'] },
  { path: '<b>3</b>.mp3', tags: ['genre---jazz'] },
]);

function model(name: string): EvaluatedModel {
  return {
    name,
    vocabulary: 'jamendo-top50',
    tags: ['genre---jazz', 'genre---rock'].map((tag) => ({ tag, category: 'genre' })),
    files: ['1.mp3', '2.mp3'],
    matrix: {
      nTracks: 2,
      nTags: 2,
      values: Float32Array.of(0.1, 0.9, 0.75, name.length / 100),
      scored: Uint8Array.of(1, 1),
    },
    decisions: null,
    published: publishedFigures(name, 'jamendo-top50'),
  };
}

function page(...names: readonly string[]): string {
  return renderEvaluationHtml(
    buildEvaluationReport({
      subject: 'run 1 of /music',
      models: names.map(model),
      truth,
      truthName: 'truth.csv',
      splitName: null,
      thresholds: LEARNT_ON_EVALUATED_TRACKS,
      rule: '>',
      mode: 'lenient',
    }),
  );
}

test('a page has both charts, a line for every model, and a table of every tag', () => {
  const text = page('jamendo/fcn', 'jamendo/starter');
  expect(text.match(/<svg role="img"/g)).toHaveLength(2);
  expect(text.match(/stroke="var\(--series-1\)"/g)).toHaveLength(2);
  expect(text).toContain('The tags of jamendo/starter by ROC-AUC');
});

test('published figures are shown for the models they belong to, with the tracks they were computed on', () => {
  expect(page('jamendo/fcn')).toMatch(/0\.8255, 0\.2801[^]*the test tracks of split 0/);
  expect(page('jamendo/starter')).not.toContain('Published');
});

test('excluded files are named, and shown as text', () => {
  expect(page('jamendo/fcn')).toContain('without a file: &lt;b&gt;3&lt;/b&gt;.mp3.');
});

test('the same report gives the same page, which loads nothing from outside', () => {
  const text = page('jamendo/fcn', 'jamendo/crnn');
  expect(page('jamendo/fcn', 'jamendo/crnn')).toBe(text);
  expect(text).not.toMatch(/<script|url\(|@import|\s(?:src|href)="(?!data:,")/);
});
