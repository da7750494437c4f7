import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject } from 'vitest';
import { earmarkHere } from './earmark-here.ts';
import { createFleet, type FleetOptions } from './fleet.ts';
import { ledgerContent, type LedgerRow } from './ledger.ts';
import { makeTracks } from './music.ts';
import { emptyServices } from './services.ts';
import { createStage, type Stage } from './stage.ts';
import { waitFor } from './wait-for.ts';

/** A folder of short tracks, and a home with two models: the one that ships, and a tiny one that reads waveforms. */
export interface Tracks extends Stage {
  /** Names of the tracks, in order. */
  readonly tracks: readonly string[];
}

export interface Corpus extends Tracks {
  /** What the ledger holds after a run of these tracks that nothing disturbs. */
  readonly undisturbed: readonly LedgerRow[];
}

/** No corpus has more tracks. */
const MAX_TRACKS = 32;
const TINY = fileURLToPath(new URL('../fixtures/tiny/sample.pth', import.meta.url));

export async function createCorpus(nTracks: number): Promise<Corpus> {
  const stage = await createTracks(nTracks);
  const rows = await madeOnce('undisturbed.json', undisturbedRows);
  const all = JSON.parse(readFileSync(rows, 'utf8')) as LedgerRow[];
  return { ...stage, undisturbed: all.filter(({ file }) => stage.tracks.includes(file)) };
}

/** A corpus for those who do not ask what a run of it comes to. */
export async function createTracks(nTracks: number): Promise<Tracks> {
  const models = await madeOnce('models', importModels);
  const stage = createStage();
  const tracks = makeTracks(stage.music, nTracks);
  cpSync(models, join(stage.home, 'models'), { recursive: true });
  return { ...stage, tracks };
}

/** The path of what all test files of a project share: the first that needs it makes it. */
async function madeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(inject('sharedFolder'), name);
  if (isFirst(path)) {
    await make(`${path}.partial`);
    renameSync(`${path}.partial`, path);
  }
  await waitFor(() => existsSync(path), 'another test file has made what they share');
  return path;
}

function isFirst(path: string): boolean {
  try {
    mkdirSync(`${path}.claimed`);
    return true;
  } catch {
    return false;
  }
}

async function importModels(models: string): Promise<void> {
  const stage = createStage();
  const { home, variables } = stage;
  const tree = join(home, '../checkpoints');
  mkdirSync(join(tree, 'jamendo/sample'), { recursive: true });
  copyFileSync(TINY, join(tree, 'jamendo/sample/best_model.pth'));
  expect(await earmarkHere(['models', 'import', tree], variables)).toMatchObject({ exitCode: 0 });
  cpSync(join(home, 'models'), models, { recursive: true });
  stage.remove();
}

async function undisturbedRows(path: string): Promise<void> {
  const stage = await createTracks(MAX_TRACKS);
  const { music: source, variables } = stage;
  const services = await emptyServices('undisturbed');
  const rows = await undisturbedRun({ ...services, source, variables });
  writeFileSync(path, JSON.stringify(rows));
  stage.remove();
}

/** What the ledger holds after a run that nothing disturbs. */
async function undisturbedRun(options: FleetOptions): Promise<readonly LedgerRow[]> {
  const fleet = await createFleet(options);
  expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
  await fleet.startWorker();
  await fleet.untilComplete();
  const content = await ledgerContent(fleet.pool);
  await fleet.close();
  return content;
}
