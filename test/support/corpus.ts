import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { earmark } from './earmark.ts';
import { makeTracks } from './music.ts';
import { createStage, type Stage } from './stage.ts';

/** A folder of short tracks, and a home with two models: the one that ships, and a tiny one that reads waveforms. */
export interface Corpus extends Stage {
  /** Names of the tracks, in order. */
  readonly tracks: readonly string[];
}

const TINY = fileURLToPath(new URL('../fixtures/tiny/sample.pth', import.meta.url));

/** Options that plan a run with both. */
export const MODELS = ['--models', 'jamendo/starter,jamendo/sample'];

export async function createCorpus(nTracks: number): Promise<Corpus> {
  const stage = createStage();
  const tracks = makeTracks(stage.music, nTracks);
  const tree = join(stage.home, '../checkpoints');
  mkdirSync(join(tree, 'jamendo/sample'), { recursive: true });
  copyFileSync(TINY, join(tree, 'jamendo/sample/best_model.pth'));
  expect(await earmark(['models', 'import', tree], stage.variables)).toMatchObject({ exitCode: 0 });
  return { ...stage, tracks };
}
