import { calibrationSignals } from '@earmark/converter';
import {
  audioModelOf,
  chunkSamples,
  embeddingShape,
  type InstalledModel,
  referenceChunk,
  toReferenceOutput,
} from '@earmark/core/model';
import { toProbabilities } from '@earmark/core/tagging';
import {
  type NetworkOutput,
  openFrontEnd,
  openOnnxSession,
  type OnnxSession,
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
  const chunks = await signalFeatures(model);
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
  const [last] = outputs.slice(-1);
  return {
    outputs,
    nDimensions: last?.embeddings[0]?.length ?? null,
    batchDifference,
    referenceOutput: toReferenceOutput(firstRow(last, spec)),
    reference: await compareReference(model),
  };
}

function firstRow(
  output: NetworkOutput | undefined,
  { nTags, scores }: InstalledModel['spec'],
): Float32Array {
  const [row = new Float32Array()] = (nTags > 0 ? output?.scores : output?.embeddings) ?? [];
  return nTags > 0 ? toProbabilities(row, scores) : row;
}

/** The first two chunks in one batch, compared with each for itself. */
async function differenceInBatch(
  session: OnnxSession,
  [first, second]: readonly Chunk[],
  alone: readonly NetworkOutput[],
): Promise<number> {
  if (!first || !second) return 0;
  const both = new Float32Array(2 * first.features.length);
  both.set(first.features);
  both.set(second.features, first.features.length);
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

/** What a network reads of a chunk. */
interface Chunk {
  readonly features: Float32Array;
  readonly shape: readonly number[];
}

/** What the network reads of a chunk of each signal, of which the reference chunk is the last; where it reads an embedding, what the other one makes of it. */
async function signalFeatures(model: InstalledModel): Promise<readonly Chunk[]> {
  if (!model.parent) {
    const audioModel = audioModelOf(model);
    const { input } = audioModel.spec;
    const frontEnd = await openFrontEnd(audioModel);
    const extent = { length: chunkSamples(input), sampleRate: input.sampleRate };
    return [...calibrationSignals(extent), referenceChunk(extent.length)].map((signal) => ({
      features: frontEnd.chunksOf(signal).features({ first: 0, count: 1 }).slice(),
      shape: frontEnd.shape,
    }));
  }
  const { axes } = model.spec.network.input;
  const session = await openOnnxSession(model.parent, 'cpu');
  try {
    const made = [];
    for (const signal of await signalFeatures(model.parent)) {
      const { embeddings } = await session.run(signal.features, signal.shape);
      const embedding = embeddings[0] ?? new Float32Array();
      const shape: readonly number[] = embeddingShape(axes, embedding.length);
      made.push({ features: embedding.slice(), shape });
    }
    return made;
  } finally {
    await session.close();
  }
}
