import { EarmarkError, messageOf } from '@earmark/core/failure';
import {
  REFERENCE_TOLERANCE,
  referenceDifference,
  referenceChunk,
  type InstalledModel,
} from '@earmark/core/model';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { openFrontEnd } from './front-end.ts';
import { memoise } from './memoise.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';
import type { RequestedModel } from './score-track.ts';

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
): (model: RequestedModel) => Promise<OnnxSession> {
  return memoise(
    ({ modelRowId }: RequestedModel) => String(modelRowId),
    (model) => openVerifiedSession(model, device),
  );
}

async function openAndVerify(model: InstalledModel, device: DeviceName): Promise<OnnxSession> {
  const { name, referenceOutput } = model.spec;
  const session = await openOnnxSession(model, device);
  const outputs = await runReferenceChunk(model, session, DEVICES[device].chunksPerRun);
  const difference = Math.max(
    ...outputs.map((scores) => referenceDifference(scores, referenceOutput)),
  );
  if (difference <= REFERENCE_TOLERANCE) return session;
  await session.close();
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `model ${name} does not compute on ${device} what it computed on the CPU: its scores of the reference chunk ` +
      `differ by ${difference.toExponential(1)}, and ${String(REFERENCE_TOLERANCE)} is allowed. Use --device cpu for it`,
  );
}

/** What the network computes for the reference chunk, in one run of `times` copies; [nTags] each. */
export async function runReferenceChunk(
  model: InstalledModel,
  session: OnnxSession,
  times: number,
): Promise<readonly Float32Array[]> {
  const frontEnd = await openFrontEnd(model);
  const chunk = referenceChunk(model.spec.inputLength);
  const features = frontEnd.transform(Array<Float32Array>(times).fill(chunk));
  return session.score(features, frontEnd.shape);
}
