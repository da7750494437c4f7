import { knownChunk } from '@earmark/core/model/known-answer.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import { featuresOf } from './feature-batch.ts';
import { openFrontEnd } from './front-end.ts';
import type { OnnxSession } from './onnx-session.ts';

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
