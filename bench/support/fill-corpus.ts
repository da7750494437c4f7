import { Architecture, InstalledModel } from '@earmark/core/model/model-spec.js';
import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import type { ModelKey, RunId } from '@earmark/core/ids.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import { addTracks, finishPlanning, openRun } from '@earmark/runtime/ledger/planning.js';
import { registerModels } from '@earmark/runtime/ledger/register-models.js';
import { registerTagger } from '@earmark/runtime/ledger/tagger.js';
import { readVocabulary } from '@earmark/runtime/models/model-registry.js';
import { inTransaction, type Pool } from '@earmark/runtime/postgres/pool.js';
import type { SourceItem } from '@earmark/runtime/source/source.js';
import { copyPredictions, type PredictionRow } from './copy-predictions.ts';
import { corpusScores, type CorpusScores } from './corpus-scores.ts';
import { corpusItem, originalOf } from './corpus-tracks.ts';
import { settleCorpus } from './settle-corpus.ts';

export interface CorpusOptions {
  readonly nTracks: number;
  /** At most nine. */
  readonly nModels: number;
  readonly seed: number;
}

export interface FilledCorpus {
  readonly runId: RunId;
  /** In the order of the run. */
  readonly models: readonly ModelKey[];
}

/**
 * Fills an empty ledger with the complete run of a generated corpus, named and described as MTG-Jamendo is. The
 * same options give the same content.
 */
export async function fillCorpus(
  pool: Pool,
  databaseUrl: string,
  { nTracks, nModels, seed }: CorpusOptions,
): Promise<FilledCorpus> {
  const vocabulary = await readVocabulary('jamendo-top50');
  const corpus = corpusScores({ nTags: vocabulary.tags.length, seed });
  const models = await inTransaction(pool, (client) =>
    registerModels(
      client,
      Architecture.options
        .slice(0, nModels)
        .map((architecture) => ({ model: toModel(architecture, vocabulary), vocabulary })),
    ),
  );
  const items = Array.from({ length: nTracks }, (_, track) =>
    corpusItem(track, corpus, vocabulary),
  );
  const runId = await planCorpusRun(pool, items, models);
  const trackIds = await readTrackIds(pool, runId, items);
  const taggerId = await registerTagger(pool, TAGGER);
  await copyPredictions(databaseUrl, predictions(corpus, { models, trackIds, taggerId }));
  await settleCorpus(pool, runId);
  await pool.query('vacuum analyze');
  return { runId, models };
}

const TAGGER = {
  decoder: 'generated',
  resampler: 'generated',
  device: 'cpu',
  runtime: 'generated',
  earmarkVersion: '0',
};

function toModel(architecture: Architecture, { id, tags }: Vocabulary): InstalledModel {
  return InstalledModel.parse({
    id: `jamendo/${architecture}`,
    architecture,
    vocabulary: id,
    weightsSha256: '0'.repeat(64),
    published: false,
    demonstration: false,
    profile: 'generated',
    inputLength: 59_049,
    nTags: tags.length,
    nMacs: 1,
    frontEnd: { kind: 'waveform' },
    onnx: { file: 'none.onnx', sha256: '0'.repeat(64) },
    frontEndFile: null,
    knownAnswer: [0.5],
  });
}

const PAGE_LENGTH = 5_000;

async function planCorpusRun(
  pool: Pool,
  items: readonly SourceItem[],
  models: readonly ModelKey[],
): Promise<RunId> {
  const runId = await openRun(pool, {
    source: 's3://corpus/audio',
    fingerprint: 'full-corpus',
    models,
    options: { topK: 5, threshold: 0.1, force: false },
  });
  for (let start = 0; start < items.length; start += PAGE_LENGTH) {
    await addTracks(pool, runId, items.slice(start, start + PAGE_LENGTH));
  }
  await finishPlanning(pool, runId, { force: true, settledBy: 'generator' });
  return runId;
}

/** The ledger's number of each track, in the order of the items. */
async function readTrackIds(
  pool: Pool,
  runId: RunId,
  items: readonly SourceItem[],
): Promise<readonly number[]> {
  const { rows } = await pool.query<{ file: string; id: number }>(
    'select file, track_id as id from run_track where run_id = $1',
    [runId],
  );
  const idOf = new Map(rows.map(({ file, id }) => [file, id]));
  return items.map(({ file }) => idOf.get(file)!);
}

function* predictions(
  corpus: CorpusScores,
  ledger: { models: readonly ModelKey[]; trackIds: readonly number[]; taggerId: number },
): Generator<PredictionRow> {
  const { models, trackIds, taggerId } = ledger;
  for (const [model, modelId] of models.entries()) {
    for (const [track, trackId] of trackIds.entries()) {
      if (corpus.isDamaged(originalOf(track))) continue;
      const probabilities = corpus.scores(model, originalOf(track));
      const topTags = topK(probabilities, { k: 10, threshold: 0 }).map((tag) => tag + 1);
      yield { modelId, trackId, probabilities, topTags, nChunks: 16, taggerId };
    }
  }
}
