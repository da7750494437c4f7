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
import { earmark } from './earmark.ts';
import { createFleet, type FleetOptions } from './fleet.ts';
import { ledgerContent, type LedgerRow } from './ledger.ts';
import { makeTracks } from './music.ts';
import { emptyServices } from './services.ts';
import { createStage, type Stage } from './stage.ts';
import { waitFor } from './wait-for.ts';

/** A folder of short tracks, and a home with two models: the one that ships, and a tiny one that reads waveforms. */
export interface Corpus extends Stage {
  /** Names of the tracks, in order. */
  readonly tracks: readonly string[];
  /** What the ledger holds after a run of these tracks that nothing disturbs. */
  readonly undisturbed: readonly LedgerRow[];
}

/** No corpus has more tracks. */
const MAX_TRACKS = 32;
const TINY = fileURLToPath(new URL('../fixtures/tiny/sample.pth', import.meta.url));

export async function createCorpus(nTracks: number): Promise<Corpus> {
  const shared = await sharedCorpus();
  const stage = createStage();
  const tracks = makeTracks(stage.music, nTracks);
  cpSync(shared.models, join(stage.home, 'models'), { recursive: true });
  const undisturbed = shared.undisturbed.filter(({ file }) => tracks.includes(file));
  return { ...stage, tracks, undisturbed };
}

interface SharedCorpus {
  readonly models: string;
  readonly undisturbed: readonly LedgerRow[];
}

/** Of all test files of a project: the first that needs it makes it. */
async function sharedCorpus(): Promise<SharedCorpus> {
  const folder = inject('sharedFolder');
  const models = join(folder, 'models');
  const rows = join(folder, 'undisturbed.json');
  if (isFirst(folder)) {
    const made = await makeShared(models);
    writeFileSync(`${rows}.partial`, JSON.stringify(made));
    renameSync(`${rows}.partial`, rows);
  }
  await waitFor(() => existsSync(rows), 'another test file has made the corpus');
  return { models, undisturbed: JSON.parse(readFileSync(rows, 'utf8')) as LedgerRow[] };
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'claimed'));
    return true;
  } catch {
    return false;
  }
}

async function makeShared(models: string): Promise<readonly LedgerRow[]> {
  const stage = createStage();
  makeTracks(stage.music, MAX_TRACKS);
  const tree = join(stage.home, '../checkpoints');
  mkdirSync(join(tree, 'jamendo/sample'), { recursive: true });
  copyFileSync(TINY, join(tree, 'jamendo/sample/best_model.pth'));
  expect(await earmark(['models', 'import', tree], stage.variables)).toMatchObject({ exitCode: 0 });
  cpSync(join(stage.home, 'models'), models, { recursive: true });
  const { music: source, variables } = stage;
  const services = await emptyServices('undisturbed');
  const undisturbed = await undisturbedRun({ ...services, source, variables });
  stage.remove();
  return undisturbed;
}

/** What the ledger holds after a run that nothing disturbs. */
export async function undisturbedRun(options: FleetOptions): Promise<readonly LedgerRow[]> {
  const fleet = await createFleet(options);
  expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
  await fleet.startWorker();
  await fleet.startAggregator();
  await fleet.untilReported();
  const content = await ledgerContent(fleet.pool);
  await fleet.close();
  return content;
}
