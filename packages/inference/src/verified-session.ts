import { EarmarkError } from '@earmark/core/failure';
import {
  REFERENCE_TOLERANCE,
  referenceDifference,
  referenceChunk,
  type InstalledModel,
} from '@earmark/core/model';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { featuresOf, openFrontEnd } from './front-end.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';

/**
 * A session of a model that was seen to compute on this device what the CPU computed when it was installed, for
 * as many chunks at a time as it will read. Installing proved the CPU.
 *
 * @throws DEVICE_UNAVAILABLE when it computes something else, or cannot be opened there
 */
export async function openVerifiedSession(
  atHand: InstalledModel,
  device: DeviceName,
): Promise<OnnxSession> {
  const { requiresVerification } = DEVICES[device];
  if (!requiresVerification) return openOnnxSession(atHand, device);
  return openAndProve(atHand, device).catch((cause: unknown) => {
    if (cause instanceof EarmarkError) throw cause;
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new EarmarkError(
      'DEVICE_UNAVAILABLE',
      `model ${atHand.spec.name} cannot be run on ${device}, use --device cpu: ${reason}`,
      { cause },
    );
  });
}

async function openAndProve(atHand: InstalledModel, device: DeviceName): Promise<OnnxSession> {
  const { name, referenceOutput } = atHand.spec;
  const session = await openOnnxSession(atHand, device);
  const answers = await runReferenceChunk(atHand, session, DEVICES[device].chunksPerRun);
  const difference = Math.max(
    ...answers.map((scores) => referenceDifference(scores, referenceOutput)),
  );
  if (difference <= REFERENCE_TOLERANCE) return session;
  await session.close();
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `model ${name} does not compute on ${device} what it computed on the CPU: its scores of the reference chunk ` +
      `differ by ${difference.toExponential(1)}, and ${String(REFERENCE_TOLERANCE)} is allowed. Use --device cpu for it`,
  );
}

/** What the network says of the reference chunk, as often as it was asked at a time; [nTags] each. */
export async function runReferenceChunk(
  atHand: InstalledModel,
  session: OnnxSession,
  times: number,
): Promise<readonly Float32Array[]> {
  const frontEnd = await openFrontEnd(atHand);
  const chunk = referenceChunk(atHand.spec.inputLength);
  return session.score(
    featuresOf(frontEnd, Array<Float32Array>(times).fill(chunk)),
    frontEnd.shape,
  );
}
