import { N_SPREAD } from '@earmark/core/audio/chunk.js';
import { knownChunk } from '@earmark/core/model/known-answer.js';
import type { ModelId } from '@earmark/core/model/model-spec.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import { DEVICES, type DeviceName } from '@earmark/worker/device/devices.js';
import { featuresOf } from '@earmark/worker/inference/feature-batch.js';
import { openFrontEnd } from '@earmark/worker/inference/front-end.js';
import { openProvenSession } from '@earmark/worker/inference/proven-session.js';
import { bestSeconds } from './best-seconds.ts';

export interface ModelSpeed {
  readonly id: ModelId;
  /** What the chunks of a track cost. */
  readonly gflop: number;
  /** The least time they took. */
  readonly seconds: number;
}

/** How fast the network of a model scores the 16 chunks of a track. @throws DEVICE_UNAVAILABLE */
export async function benchModel(atHand: ModelAtHand, device: DeviceName): Promise<ModelSpeed> {
  const { id, inputLength, nMacs } = atHand.model;
  const { chunksPerRun } = DEVICES[device];
  const frontEnd = await openFrontEnd(atHand);
  const chunks = Array<Float32Array>(chunksPerRun).fill(knownChunk(inputLength));
  const features = featuresOf(frontEnd, chunks);
  const session = await openProvenSession(atHand, device);
  try {
    const seconds = await bestSeconds(async () => {
      for (let i = 0; i < N_SPREAD; i += chunksPerRun) {
        await session.score(features, frontEnd.shape);
      }
    });
    return { id, gflop: (2 * N_SPREAD * nMacs) / 1e9, seconds };
  } finally {
    await session.close();
  }
}
