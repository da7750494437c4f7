import { type InstalledModel, Vocabulary } from '@earmark/core/model';
import { type ModelRowId, parseRunOptions, type RunId, type SourceItem } from '@earmark/core/run';
import {
  addTracks,
  finishPlanning,
  inTransaction,
  openRun,
  type PlannedRun,
  type Pool,
  registerModels,
  registerSoftware,
} from '@earmark/ledger';
import { type ModelChange, modelSpec } from './model-spec.ts';

/** Three tags, so that a whole prediction fits into a test. */
export const VOCABULARY = Vocabulary.parse({
  id: 'colours',
  tags: ['red', 'green', 'blue'].map((tag) => ({ tag, category: 'tag', en: tag, zh: tag })),
});

export interface RunParts {
  readonly models: readonly ModelRowId[];
  readonly softwareId: number;
}

/** Two models and the software that runs them, as the ledger numbers them. */
export async function registerParts(pool: Pool): Promise<RunParts> {
  const models = ['test/one', 'test/two'].map((name) => ({
    model: testModel(name),
    vocabulary: VOCABULARY,
  }));
  return {
    models: await inTransaction(pool, (client) => registerModels(client, models)),
    softwareId: await registerSoftware(pool, {
      decoder: 'none',
      resampler: 'none',
      device: 'cpu',
      runtime: 'none',
      earmarkVersion: '0',
    }),
  };
}

/** A model that has no files. */
export function testModel(
  name: string,
  { vocabulary = VOCABULARY, ...change }: ModelChange = {},
): InstalledModel {
  const spec = modelSpec({ name, vocabulary, chunks: { length: 16_000 }, ...change });
  return { spec, folder: '', parent: null };
}

export function sourceItem(file: string, version = '1'): SourceItem {
  return { file, uri: `file:///music/${file}`, version, sizeBytes: 1, metadata: {} };
}

/** Files named after the run, so that runs of one test file share no track. */
export function itemsOf(name: string, nTracks: number): readonly SourceItem[] {
  return Array.from({ length: nTracks }, (_, i) => sourceItem(`${name}/${String(i)}.wav`));
}

export function openTestRun(
  pool: Pool,
  name: string,
  { models }: RunParts,
  { splitJobs = false } = {},
): Promise<RunId> {
  const options = parseRunOptions({ splitJobs });
  return openRun(pool, { source: name, uriPrefix: null, fingerprint: name, models, options });
}

/** A run of so many tracks, planned to the end. */
export async function planTestRun(
  pool: Pool,
  { name, nTracks, parts }: { name: string; nTracks: number; parts: RunParts },
): Promise<PlannedRun> {
  const runId = await openTestRun(pool, name, parts);
  await addTracks(pool, runId, itemsOf(name, nTracks));
  return finishPlanning(pool, runId, { force: false, settledBy: 'test' });
}
