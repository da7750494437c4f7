import { EarmarkError } from '@earmark/core/failure';
import {
  ANSWER_TOLERANCE,
  answerDifference,
  knownChunk,
  type ModelAtHand,
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
export async function openProvenSession(
  atHand: ModelAtHand,
  device: DeviceName,
): Promise<OnnxSession> {
  const { needsProof } = DEVICES[device];
  if (!needsProof) return openOnnxSession(atHand, device);
  return openAndProve(atHand, device).catch((cause: unknown) => {
    if (cause instanceof EarmarkError) throw cause;
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new EarmarkError(
      'DEVICE_UNAVAILABLE',
      `model ${atHand.model.id} cannot be run on ${device}, use --device cpu: ${reason}`,
      { cause },
    );
  });
}

async function openAndProve(atHand: ModelAtHand, device: DeviceName): Promise<OnnxSession> {
  const { id, knownAnswer } = atHand.model;
  const session = await openOnnxSession(atHand, device);
  const answers = await runKnownChunk(atHand, session, DEVICES[device].chunksPerRun);
  const difference = Math.max(...answers.map((scores) => answerDifference(scores, knownAnswer)));
  if (difference <= ANSWER_TOLERANCE) return session;
  await session.close();
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `model ${id} does not compute on ${device} what it computed on the CPU: its scores of the known chunk ` +
      `differ by ${difference.toExponential(1)}, and ${String(ANSWER_TOLERANCE)} is allowed. Use --device cpu for it`,
  );
}

/** What the network says of the known chunk, as often as it was asked at a time; [nTags] each. */
export async function runKnownChunk(
  atHand: ModelAtHand,
  session: OnnxSession,
  times: number,
): Promise<readonly Float32Array[]> {
  const frontEnd = await openFrontEnd(atHand);
  const chunk = knownChunk(atHand.model.inputLength);
  return session.score(
    featuresOf(frontEnd, Array<Float32Array>(times).fill(chunk)),
    frontEnd.shape,
  );
}
