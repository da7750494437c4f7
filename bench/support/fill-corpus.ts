import { Architecture, type InstalledModel, ModelName } from '@earmark/core/model';
import { DEFAULT_RUN_OPTIONS, type ModelRowId, type RunId } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import {
  addTracks,
  applyCorpusMetadata,
  finishPlanning,
  inTransaction,
  openRun,
  type Pool,
  registerModels,
  registerSoftware,
  storeCorpusLicenses,
  storeCorpusMetadata,
} from '@earmark/ledger';
import { readShippedModels, vocabularyOf } from '@earmark/models';
import { reportRun } from '@earmark/reports';
import { copyPredictions, type PredictionRow } from './copy-predictions.ts';
import { corpusScores, type CorpusScores } from './corpus-scores.ts';
import { corpusAWeekLater, type CorpusTrack, corpusTracks } from './corpus-tracks.ts';
import { titleOf } from './corpus-titles.ts';
import { fillWorkers } from './fill-workers.ts';
import { settleCorpus } from './settle-corpus.ts';

export interface CorpusOptions {
  readonly nTracks: number;
  /** At most nine. */
  readonly nModels: number;
  readonly seed: number;
}

export interface FilledCorpus {
  readonly runId: RunId;
  /** Two models a week later, when some files had changed. */
  readonly laterRunId: RunId;
  /** In the order of the run. */
  readonly models: readonly ModelRowId[];
}

/**
 * Fills an empty ledger with two complete runs of a generated corpus, named and described as MTG-Jamendo is. The
 * same options give the same content.
 */
export async function fillCorpus(
  pool: Pool,
  databaseUrl: string,
  { nTracks, nModels, seed }: CorpusOptions,
): Promise<FilledCorpus> {
  const [starter] = await readShippedModels();
  if (!starter) throw new Error('No model ships with Earmark');
  const vocabulary = await vocabularyOf(starter.spec);
  const corpus = corpusScores({ nTags: vocabulary.tags.length, seed });
  const models = await inTransaction(pool, (client) =>
    registerModels(
      client,
      Architecture.options
        .slice(0, nModels)
        .map((architecture) => ({ model: toModel(starter, architecture), vocabulary })),
    ),
  );
  const softwareId = await registerSoftware(pool, TAGGER);
  const tag = async (models: readonly ModelRowId[], tracks: readonly CorpusTrack[]) => {
    const runId = await planCorpusRun(pool, tracks, models);
    const owed = await readOwed(pool, runId, tracks);
    await copyPredictions(databaseUrl, predictions(corpus, { models, owed, softwareId }));
    await settleCorpus(pool, runId);
    await reportRun(pool, runId, null);
    return runId;
  };
  const tracks = corpusTracks(nTracks, corpus, vocabulary);
  const runId = await tag(models, tracks);
  const laterRunId = await tag(models.slice(0, 2), corpusAWeekLater(tracks));
  await storeTitles(pool, tracks);
  await fillWorkers(pool);
  await pool.query('vacuum analyze');
  return { runId, laterRunId, models };
}

async function storeTitles(pool: Pool, tracks: readonly CorpusTrack[]): Promise<void> {
  const titles = tracks.map(({ item }) => titleOf(item.metadata['trackId'] as number));
  await inTransaction(pool, async (client) => {
    await storeCorpusMetadata(client, titles);
    await storeCorpusLicenses(client, titles);
    await applyCorpusMetadata(client);
  });
}

const TAGGER = {
  decoder: 'generated',
  resampler: 'generated',
  device: 'cpu',
  runtime: 'generated',
  earmarkVersion: '0',
};

/** A model of the data set with the chunks of the one that ships. */
function toModel(starter: InstalledModel, architecture: Architecture): InstalledModel {
  const spec = {
    ...starter.spec,
    name: ModelName.parse(`jamendo/${architecture}`),
    architecture,
    weightsSha256: '0'.repeat(64),
    demonstration: false,
    conversionVersion: 'generated',
  };
  return { ...starter, spec };
}

const PAGE_LENGTH = 5_000;

async function planCorpusRun(
  pool: Pool,
  tracks: readonly CorpusTrack[],
  models: readonly ModelRowId[],
): Promise<RunId> {
  const runId = await openRun(pool, {
    source: 's3://corpus/audio/',
    uriPrefix: 's3://corpus/audio/',
    fingerprint: 'corpus',
    models,
    options: DEFAULT_RUN_OPTIONS,
  });
  for (let start = 0; start < tracks.length; start += PAGE_LENGTH) {
    const page = tracks.slice(start, start + PAGE_LENGTH);
    await addTracks(
      pool,
      runId,
      page.map(({ item }) => item),
    );
  }
  await finishPlanning(pool, runId, { force: false, settledBy: 'generator' });
  return runId;
}

interface OwedTrack {
  readonly trackId: number;
  /** Which of the generated ones it sounds like. */
  readonly sound: number;
}

/** The tracks of a run that no model has tagged yet, in the order of creation. */
async function readOwed(
  pool: Pool,
  runId: RunId,
  tracks: readonly CorpusTrack[],
): Promise<readonly OwedTrack[]> {
  const { rows } = await pool.query<{ file: string; id: number }>(
    `select file, track_id as id from run_track where run_id = $1
       and not exists (select from prediction p where p.track_id = run_track.track_id)`,
    [runId],
  );
  const idOf = new Map(rows.map(({ file, id }) => [file, id]));
  return tracks.flatMap(({ item, sound }) => {
    const trackId = idOf.get(item.file);
    return trackId === undefined ? [] : [{ trackId, sound }];
  });
}

/** jamendo/crnn. */
const EMBEDDING_MODEL = 1;

function* predictions(
  corpus: CorpusScores,
  ledger: { models: readonly ModelRowId[]; owed: readonly OwedTrack[]; softwareId: number },
): Generator<PredictionRow> {
  const { models, owed, softwareId } = ledger;
  for (const [model, modelId] of models.entries()) {
    for (const { trackId, sound } of owed) {
      if (corpus.isDamaged(sound)) continue;
      const probabilities = corpus.scores(model, sound);
      const topTags = topK(probabilities, { k: 10, threshold: 0 }).map((tag) => tag + 1);
      const embedding = model === EMBEDDING_MODEL ? corpus.embedding(probabilities) : null;
      yield { modelId, trackId, probabilities, topTags, embedding, nChunks: 16, softwareId };
    }
  }
}
