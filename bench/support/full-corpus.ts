import { Architecture, InstalledModel } from '@earmark/core/model/model-spec.js';
import type { ModelKey, RunId } from '@earmark/core/ids.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import { parseEnvironment } from '@earmark/runtime/config/environment.js';
import { openServices } from '@earmark/runtime/embedded/services.js';
import { addTracks, finishPlanning, openRun } from '@earmark/runtime/ledger/planning.js';
import { registerModels } from '@earmark/runtime/ledger/register-models.js';
import { registerTagger } from '@earmark/runtime/ledger/tagger.js';
import { readVocabulary } from '@earmark/runtime/models/model-registry.js';
import { migrate } from '@earmark/runtime/postgres/migrate.js';
import { createPool, inTransaction, type Pool } from '@earmark/runtime/postgres/pool.js';
import { copyPredictions, type PredictionRow } from './copy-predictions.ts';
import { corpusScores, type CorpusScores } from './corpus-scores.ts';
import { emptyHome } from './empty-home.ts';

export interface FullCorpusOptions {
  /** Those of MTG-Jamendo unless told. */
  readonly nTracks?: number;
  /** At most nine. */
  readonly nModels?: number;
  readonly seed?: number;
}

/** A ledger of its own with one complete run of a whole corpus, until `close`. */
export interface FullCorpus {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly runId: RunId;
  /** In the order of the run. */
  readonly models: readonly ModelKey[];
  close(): Promise<void>;
}

/** Fills a fresh embedded database; the same options give the same content. About half a minute for the defaults. */
export async function openFullCorpus({
  nTracks = 55_609,
  nModels = 8,
  seed = 1,
}: FullCorpusOptions = {}): Promise<FullCorpus> {
  const home = emptyHome();
  const env = parseEnvironment({ EARMARK_HOME: home.path });
  const services = await openServices(env, 'none');
  const { databaseUrl } = services;
  const pool = createPool(databaseUrl);
  await migrate(pool);
  const vocabulary = await readVocabulary('jamendo-top50');
  const nTags = vocabulary.tags.length;
  const models = await inTransaction(pool, (client) =>
    registerModels(
      client,
      Architecture.options
        .slice(0, nModels)
        .map((architecture) => ({ model: toModel(architecture, nTags), vocabulary })),
    ),
  );
  const runId = await openRun(pool, {
    source: 's3://corpus/audio',
    fingerprint: 'full-corpus',
    models,
    options: { topK: 5, threshold: 0.1, force: false },
  });
  const trackIds = await loadTracks(pool, runId, nTracks);
  const taggerId = await registerTagger(pool, TAGGER);
  const corpus = corpusScores({ nTags, seed });
  await copyPredictions(databaseUrl, predictions(corpus, { models, trackIds, taggerId }));
  await settleAll(pool, runId);
  return {
    ...{ pool, databaseUrl, runId, models },
    async close() {
      await pool.end();
      await services.close();
      home.remove();
    },
  };
}

const TAGGER = {
  decoder: 'generated',
  resampler: 'generated',
  device: 'cpu',
  runtime: 'generated',
  earmarkVersion: '0',
};

function toModel(architecture: Architecture, nTags: number): InstalledModel {
  return InstalledModel.parse({
    id: `jamendo/${architecture}`,
    architecture,
    vocabulary: 'jamendo-top50',
    weightsSha256: '0'.repeat(64),
    published: false,
    demonstration: false,
    profile: 'generated',
    inputLength: 59_049,
    nTags,
    frontEnd: { kind: 'waveform' },
    onnx: { file: 'none.onnx', sha256: '0'.repeat(64) },
    frontEndFile: null,
    knownAnswer: [0.5],
  });
}

const PAGE_LENGTH = 5_000;

/** Tracks named as in MTG-Jamendo, `07/1407.mp3`; their numbers in the ledger, in the order made. */
async function loadTracks(pool: Pool, runId: RunId, nTracks: number): Promise<readonly number[]> {
  for (let start = 0; start < nTracks; start += PAGE_LENGTH) {
    const nItems = Math.min(PAGE_LENGTH, nTracks - start);
    const items = Array.from({ length: nItems }, (_, i) => toItem(start + i));
    await addTracks(pool, runId, items);
  }
  // 30 s to 8 min, 244 s in the mean.
  await pool.query('update track set duration_seconds = 30 + 428 * ((id * 7919) % 1000) / 1000.0');
  const { rows } = await pool.query<{ id: number }>('select id from track order by id');
  return rows.map(({ id }) => id);
}

function toItem(track: number) {
  const number = 1_000 + track;
  const file = `${String(number % 100).padStart(2, '0')}/${String(number)}.mp3`;
  return {
    file,
    uri: `s3://corpus/audio/${file}`,
    version: '1',
    sizeBytes: 9_760_000,
    metadata: {},
  };
}

function* predictions(
  corpus: CorpusScores,
  ledger: { models: readonly ModelKey[]; trackIds: readonly number[]; taggerId: number },
): Generator<PredictionRow> {
  const { models, trackIds, taggerId } = ledger;
  for (const [model, modelId] of models.entries()) {
    for (const [track, trackId] of trackIds.entries()) {
      if (corpus.isDamaged(track)) continue;
      const probabilities = corpus.scores(model, track);
      const topTags = topK(probabilities, { k: 10, threshold: 0 }).map((tag) => tag + 1);
      yield { modelId, trackId, probabilities, topTags, nChunks: 16, taggerId };
    }
  }
}

/** Every task as tagged where it has a prediction and as failed where it has none, and the run complete. */
async function settleAll(pool: Pool, runId: RunId): Promise<void> {
  await pool.query(
    `insert into task_outcome (run_id, track_id, model_id, status, code, message, attempts, worker)
     select rt.run_id, rt.track_id, rm.model_id,
       case when p is null then 'failed' else 'tagged' end,
       case when p is null then 'AUDIO_UNDECODABLE' end,
       case when p is null then 'The file is no audio that ffmpeg knows: Invalid data found.' end, 1, 'generator'
     from run_track rt join run_model rm using (run_id)
     left join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     where rt.run_id = $1`,
    [runId],
  );
  await finishPlanning(pool, runId, { force: true, settledBy: 'generator' });
  await pool.query('vacuum analyze');
}
