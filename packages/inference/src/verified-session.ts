import { EarmarkError, messageOf } from '@earmark/core/failure';
import {
  type AudioModel,
  audioModelOf,
  chunkSamples,
  embeddingShape,
  type InstalledModel,
  REFERENCE_TOLERANCE,
  referenceChunk,
  referenceDifference,
} from '@earmark/core/model';
import { toProbabilities } from '@earmark/core/tagging';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { openFrontEnd } from './front-end.ts';
import { memoise } from './memoise.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';

/**
 * A verified session: on this device the model computes what the CPU computed when it was installed, for as many
 * chunks at a time as it will read. The CPU was verified by installing.
 *
 * @throws DEVICE_UNAVAILABLE when it computes something else, or cannot be opened there
 */
export async function openVerifiedSession(
  model: InstalledModel,
  device: DeviceName,
): Promise<OnnxSession> {
  const { requiresVerification } = DEVICES[device];
  if (!requiresVerification) return openOnnxSession(model, device);
  return openAndVerify(model, device).catch((cause: unknown) => {
    if (cause instanceof EarmarkError) throw cause;
    throw new EarmarkError(
      'DEVICE_UNAVAILABLE',
      `model ${model.spec.name} cannot be run on ${device}, use --device cpu: ${messageOf(cause).trim()}`,
      { cause },
    );
  });
}

/** Opens the session of each model once; they stay open until the thread ends. Throws as `openVerifiedSession` does. */
export function verifiedSessions(
  device: DeviceName,
): (model: InstalledModel) => Promise<OnnxSession> {
  return memoise(
    ({ spec }: InstalledModel) => spec.name,
    (model) => openVerifiedSession(model, device),
  );
}

async function openAndVerify(model: InstalledModel, device: DeviceName): Promise<OnnxSession> {
  const { name, referenceOutput } = model.spec;
  const session = await openOnnxSession(model, device);
  const { chunksPerRun } = DEVICES[device];
  const outputs = await runReferenceChunk(model, session, chunksPerRun);
  // The first row of each copy: a network that cuts a chunk itself has others, which differ.
  const rowsOfCopy = outputs.length / chunksPerRun;
  const firstRows = outputs.filter((_, row) => row % rowsOfCopy === 0);
  const difference = Math.max(
    ...firstRows.map((output) => referenceDifference(output, referenceOutput)),
  );
  if (difference <= REFERENCE_TOLERANCE) return session;
  await session.close();
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `model ${name} does not compute on ${device} what it computed on the CPU: its scores of the reference chunk ` +
      `differ by ${difference.toExponential(1)}, and ${String(REFERENCE_TOLERANCE)} is allowed. Use --device cpu for it`,
  );
}

/**
 * What the network computes for the reference chunk, in one run of `times` copies: a vector for each row of its output, which
 * are the probabilities of the tags, or the embedding where it has no tags.
 */
export async function runReferenceChunk(
  model: InstalledModel,
  session: OnnxSession,
  times: number,
): Promise<readonly Float32Array[]> {
  const { features, shape } = await referenceFeatures(model, times);
  const { scores, embeddings } = await session.run(features, shape);
  if (model.spec.nTags === 0) return embeddings;
  return scores.map((row) => toProbabilities(row, model.spec.scores));
}

/** What the network reads of `times` copies of the reference chunk, [times, ...shape]. */
export async function referenceFeatures(
  model: InstalledModel,
  times: number,
): Promise<{ readonly features: Float32Array; readonly shape: readonly number[] }> {
  const { features, shape } = model.parent
    ? await referenceEmbedding(model, model.parent)
    : await referenceChunkFeatures(audioModelOf(model));
  const copies = new Float32Array(features.length * times);
  for (let i = 0; i < times; i++) copies.set(features, i * features.length);
  return { features: copies, shape };
}

async function referenceChunkFeatures(model: AudioModel) {
  const frontEnd = await openFrontEnd(model);
  const chunk = referenceChunk(chunkSamples(model.spec.input));
  const features = frontEnd.chunksOf(chunk).features({ first: 0, count: 1 });
  return { features, shape: frontEnd.shape };
}

/** The embedding that the CPU computes of the reference chunk. */
async function referenceEmbedding(model: InstalledModel, parent: InstalledModel) {
  const session = await openOnnxSession(parent, 'cpu');
  try {
    const { features, shape } = await referenceFeatures(parent, 1);
    const [embedding = new Float32Array()] = (await session.run(features, shape)).embeddings;
    return {
      features: embedding,
      shape: embeddingShape(model.spec.network.input.axes, embedding.length),
    };
  } finally {
    await session.close();
  }
}
