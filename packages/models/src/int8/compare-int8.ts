import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ScoreChanges, scoreChanges } from '@earmark/core/agreement';
import { chunkAt, type Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { ModelRowId } from '@earmark/core/run';
import { CHUNK_PLANS } from '@earmark/core/tagging';
import { createInferencePool, openFrontEnd, openNetwork } from '@earmark/inference';
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

/**
 * How the scores of whole tracks change from float32 to int8, for each pair of models; all of them read the same rate.
 *
 * @param nThreads inference threads; as many tracks are held in memory
 * @throws MODEL_MISMATCH when files are not those that were installed; INFERENCE_FAILED
 */
export async function compareInt8(
  pairs: readonly Int8Pair[],
  music: AsyncIterable<ComparedTrack>,
  { nThreads, signal }: { readonly nThreads: number; readonly signal: AbortSignal },
): Promise<readonly ScoreChanges[]> {
  const models = pairs.flatMap(({ float32, int8 }) => [float32, int8]);
  for (const model of models) await checkFiles(model);
  const requested = models.map((model, i) => ({ ...model, modelRowId: ModelRowId.parse(i + 1) }));
  const pool = createInferencePool('cpu', nThreads);
  const scores: Promise<readonly Float32Array[]>[] = [];
  try {
    for await (const { waveform, sampleRate } of music) {
      const input = { kind: 'waveform', waveform, sampleRate } as const;
      scores.push(pool.score({ input, models: requested }, signal).then(toScores));
      // The track after next is decoded only when a thread is free for the next.
      await scores.at(-nThreads);
    }
    const tracks = await Promise.all(scores);
    return pairs.map((_, pair) =>
      scoreChanges(
        tracks.map((track) => track[2 * pair] ?? new Float32Array()),
        tracks.map((track) => track[2 * pair + 1] ?? new Float32Array()),
      ),
    );
  } finally {
    await Promise.allSettled(scores);
    await pool.close();
  }
}

type Reply = Awaited<ReturnType<ReturnType<typeof createInferencePool>['score']>>;

/** In the order of the models. */
function toScores({ results }: Reply): readonly Float32Array[] {
  return results
    .toSorted((a, b) => a.modelRowId - b.modelRowId)
    .map((result) => {
      if ('scores' in result) return result.scores;
      throw new EarmarkError('INFERENCE_FAILED', result.failure.message);
    });
}

/** The layer that changes the scores of some tracks most when it alone is in int8. */
export async function findWorstLayer(
  { float32, int8 }: Int8Pair,
  tracks: readonly Waveform[],
): Promise<string> {
  const conversion = await readConversion(float32);
  const installed = await readFile(join(int8.folder, int8.spec.onnx.file));
  const ranges = conversion.rangesIn(installed);
  const frontEnd = await openFrontEnd(float32);
  const { inputLength, scoring } = float32.spec;
  const features = tracks.map((waveform) => {
    const [start = 0] = CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength }).slice(-1);
    return frontEnd.transform([chunkAt(waveform, { start, length: inputLength })]).slice();
  });
  const scoresOf = async (network: string | Uint8Array): Promise<Float32Array> => {
    const session = await openNetwork(network, 'cpu');
    try {
      const scores: Float32Array[] = [];
      for (const one of features) scores.push(...(await session.score(one, frontEnd.shape)));
      return Float32Array.from(scores.flatMap((values) => [...values]));
    } finally {
      await session.close();
    }
  };
  const expected = await scoresOf(join(float32.folder, float32.spec.onnx.file));
  let worst = { layer: '', change: -1 };
  for (const layer of conversion.layers) {
    const actual = await scoresOf(conversion.convert(ranges, [layer]));
    const change = actual.reduce((sum, score, i) => sum + Math.abs(score - (expected[i] ?? 0)), 0);
    if (change > worst.change) worst = { layer, change };
  }
  return worst.layer;
}
