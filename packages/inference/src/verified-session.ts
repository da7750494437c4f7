import { EarmarkError, messageOf } from '@earmark/core/failure';
import {
  audioInputOf,
  chunkSamples,
  type InstalledModel,
  REFERENCE_TOLERANCE,
  referenceChunk,
  referenceDifference,
} from '@earmark/core/model';
import { toProbabilities } from '@earmark/core/tagging';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { type ChunkInput, firstChunks } from './first-chunks.ts';
import { joinRows } from './join-rows.ts';
import { memoise } from './memoise.ts';
import { type NetworkOutput, type OnnxSession, openOnnxSession } from './onnx-session.ts';

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
  return scoredRows(model.spec, await session.run(features, shape));
}

/** The rows of an output as probabilities of the tags, or the embeddings of a network without tags. */
export function scoredRows(
  { nTags, scores }: InstalledModel['spec'],
  output: NetworkOutput,
): readonly Float32Array[] {
  if (nTags === 0) return output.embeddings;
  return output.scores.map((row) => toProbabilities(row, scores));
}

/** What the network reads of `times` copies of the reference chunk, [times, ...shape]. */
export async function referenceFeatures(model: InstalledModel, times: number): Promise<ChunkInput> {
  const chunk = referenceChunk(chunkSamples(audioInputOf(model)));
  const [first] = (await firstChunks(model, [chunk])) as readonly [ChunkInput];
  const { features, shape } = first;
  return { features: joinRows(Array<Float32Array>(times).fill(features)), shape };
}
