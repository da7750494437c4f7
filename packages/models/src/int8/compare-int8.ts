import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ScoreChanges, scoreChanges } from '@earmark/core/agreement';
import type { Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { audioModelOf } from '@earmark/core/model';
import { ModelRowId } from '@earmark/core/run';
import {
  createInferencePool,
  openFrontEnd,
  openNetwork,
  type ScoreReply,
  type ScoreResult,
} from '@earmark/inference';
import { checkFiles } from '../verify-model.ts';
import { readConversion } from './quantize-model.ts';
import type { Int8Pair } from './verdict.ts';

/** A track of the music on which models are compared. */
export interface ComparedTrack {
  readonly file: string;
  readonly waveform: Waveform;
  /** In Hz; that of the models. */
  readonly sampleRate: number;
}

/** What was measured of a pair. */
export interface ComparedPair {
  readonly changes: ScoreChanges;
  /** Time of the network in int8 as a share of that in float32, on the same tracks in turn. */
  readonly timeRatio: number;
}

/**
 * How the scores of whole tracks change from float32 to int8, and what time is saved, for each pair of models; all of
 * them read the same rate.
 *
 * @param nThreads inference threads; as many tracks are held in memory
 * @throws MODEL_MISMATCH when files are not those that were installed; INFERENCE_FAILED
 */
export async function compareInt8(
  pairs: readonly Int8Pair[],
  music: AsyncIterable<ComparedTrack>,
  { nThreads, signal }: { readonly nThreads: number; readonly signal: AbortSignal },
): Promise<readonly ComparedPair[]> {
  const models = pairs.flatMap(({ float32, int8 }) => [float32, int8]);
  for (const model of models) await checkFiles(model);
  const requested = models.map((model, i) => ({ ...model, modelRowId: ModelRowId.parse(i + 1) }));
  const pool = createInferencePool('cpu', nThreads);
  const scored: Promise<readonly ScoredModel[]>[] = [];
  try {
    for await (const { waveform, sampleRate } of music) {
      const input = { kind: 'waveform', waveform, sampleRate } as const;
      scored.push(pool.score({ input, models: requested }, signal).then(inOrder));
      // The track after next is decoded only when a thread is free for the next.
      await scored.at(-nThreads);
    }
    const tracks = await Promise.all(scored);
    return pairs.map((_, pair) => {
      const before = tracks.flatMap((track) => track[2 * pair] ?? []);
      const after = tracks.flatMap((track) => track[2 * pair + 1] ?? []);
      return {
        changes: scoreChanges(before.map(scoresOf), after.map(scoresOf)),
        timeRatio: secondsOf(after) / secondsOf(before),
      };
    });
  } finally {
    await Promise.allSettled(scored);
    await pool.close();
  }
}

type ScoredModel = Extract<ScoreResult, { readonly scores: Float32Array }>;

/** In the order of the models. */
function inOrder({ results }: ScoreReply): readonly ScoredModel[] {
  return results
    .toSorted((a, b) => a.modelRowId - b.modelRowId)
    .map((result) => {
      if ('scores' in result) return result;
      throw new EarmarkError('INFERENCE_FAILED', result.failure.message);
    });
}

const scoresOf = ({ scores }: ScoredModel): Float32Array => scores;

const secondsOf = (tracks: readonly ScoredModel[]): number =>
  tracks.reduce((sum, { inferSeconds }) => sum + inferSeconds, 0);

/** The layer that changes the scores of some tracks most when it alone is in int8. */
export async function findWorstLayer(
  { float32, int8 }: Int8Pair,
  tracks: readonly Waveform[],
): Promise<string> {
  const conversion = await readConversion(float32);
  const installed = await readFile(join(int8.folder, int8.spec.network.file));
  const ranges = conversion.rangesIn(installed);
  const frontEnd = await openFrontEnd(audioModelOf(float32));
  const features = tracks.map((waveform) => {
    const chunks = frontEnd.chunksOf(waveform);
    return chunks.features({ first: chunks.count - 1, count: 1 }).slice();
  });
  const scoreAll = async (network: string | Uint8Array): Promise<Float32Array> => {
    const session = await openNetwork(network, 'cpu');
    try {
      const scores: Float32Array[] = [];
      for (const one of features) scores.push(...(await session.run(one, frontEnd.shape)).scores);
      return Float32Array.from(scores.flatMap((values) => [...values]));
    } finally {
      await session.close();
    }
  };
  const expected = await scoreAll(join(float32.folder, float32.spec.network.file));
  let worst = { layer: '', change: -1 };
  for (const layer of conversion.layers) {
    const actual = await scoreAll(conversion.convert(ranges, [layer]));
    const change = actual.reduce((sum, score, i) => sum + Math.abs(score - (expected[i] ?? 0)), 0);
    if (change > worst.change) worst = { layer, change };
  }
  return worst.layer;
}
