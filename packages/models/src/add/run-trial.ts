import { calibrationSignals } from '@earmark/converter';
import {
  audioInputOf,
  chunkSamples,
  type InstalledModel,
  referenceChunk,
  toReferenceOutput,
} from '@earmark/core/model';
import {
  type ChunkInput,
  firstChunks,
  joinRows,
  type NetworkOutput,
  openOnnxSession,
  type OnnxSession,
  scoredRows,
} from '@earmark/inference';
import { compareReference, type ReferenceComparison } from './compare-reference.ts';

/** What a network gave for signals whose scores nobody knows, and for the reference of its manifest. */
export interface Trial {
  /** For each signal what the network gave for a chunk of it, without activation. */
  readonly outputs: readonly NetworkOutput[];
  /** Dimensions of its embedding; null where none is read. */
  readonly nDimensions: number | null;
  /** How far a chunk is from itself when another is in the same batch, infinite if that fails; null where there is one at a time. */
  readonly batchDifference: number | null;
  /** The first probabilities of the reference chunk, or values of its embedding where it has no tags. */
  readonly referenceOutput: readonly number[];
  /** Null without a reference. */
  readonly reference: ReferenceComparison | null;
}

/** Runs a model on a chunk of each of some signals, and on the reference of its manifest. @throws what the runtime throws */
export async function runTrial(model: InstalledModel): Promise<Trial> {
  const { spec } = model;
  const input = audioInputOf(model);
  const extent = { length: chunkSamples(input), sampleRate: input.sampleRate };
  const signals = [...calibrationSignals(extent), referenceChunk(extent.length)];
  const chunks = await firstChunks(model, signals);
  const session = await openOnnxSession(model, 'cpu');
  const outputs: NetworkOutput[] = [];
  let batchDifference: number | null = null;
  try {
    for (const { features, shape } of chunks) outputs.push(await session.run(features, shape));
    if (spec.network.batch !== 1)
      batchDifference = await differenceInBatch(session, chunks, outputs);
  } finally {
    await session.close();
  }
  const [ofReference = { scores: [], embeddings: [] }] = outputs.slice(-1);
  const [row = []] = scoredRows(spec, ofReference);
  return {
    outputs,
    nDimensions: ofReference.embeddings[0]?.length ?? null,
    batchDifference,
    referenceOutput: toReferenceOutput(row),
    reference: await compareReference(model),
  };
}

/** The first two chunks in one batch, compared with each for itself. */
async function differenceInBatch(
  session: OnnxSession,
  [first, second]: readonly ChunkInput[],
  alone: readonly NetworkOutput[],
): Promise<number> {
  if (!first || !second) return 0;
  const both = joinRows([first.features, second.features]);
  // A network that was exported for one chunk may fail on two.
  const together = await session.run(both, first.shape).catch(() => undefined);
  const rows = together ? rowsOf([together]) : [];
  const expected = rowsOf(alone.slice(0, 2));
  if (rows.length !== expected.length) return Infinity;
  return Math.max(...expected.map((row, i) => largestDifference(row, rows[i])));
}

function rowsOf(outputs: readonly NetworkOutput[]): readonly Float32Array[] {
  return [
    ...outputs.flatMap(({ scores }) => scores),
    ...outputs.flatMap(({ embeddings }) => embeddings),
  ];
}

function largestDifference(expected: Float32Array, actual: Float32Array | undefined): number {
  return expected.reduce((worst, value, i) => {
    const difference = Math.abs(value - (actual?.[i] ?? NaN)) / Math.max(1, Math.abs(value));
    return difference <= worst ? worst : difference;
  }, 0);
}
