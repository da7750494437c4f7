import { expect, test } from 'vitest';
import { convertCheckpoint } from '@earmark/converter';
import { chunkAt } from '@earmark/core/audio';
import type { Architecture } from '@earmark/core/model';
import { openNetwork } from '@earmark/inference';
import { maxDifference } from '../support/chunk-scorer.ts';
import { createModelInput } from '../support/model-input.ts';
import { TINY_MODELS, tinyCheckpoint, tinyClip } from '../support/tiny-models.ts';
import { vulkan } from '../support/vulkan.ts';

// The driver is looked for in the environment of this process when the first session is opened.
Object.assign(process.env, vulkan);

/** Largest difference that the number of chunks at a time may make, as it does to the reference. */
const BATCH_TOLERANCE = 4e-6;

test.each(TINY_MODELS)(
  '$architecture scores four chunks at a time as it scores them one by one',
  async ({ architecture, inputLength }) => {
    const { onnx, chunks, shape } = prepare(architecture, inputLength, 4);
    const session = await openNetwork(onnx, 'cpu');
    const { scores: together } = await session.run(join(chunks), shape);
    expect(together).toHaveLength(4);
    for (const [i, chunk] of chunks.entries()) {
      const alone = await session.run(chunk, shape);
      expect(maxDifference(together[i] ?? [], alone.scores[0] ?? [])).toBeLessThanOrEqual(
        BATCH_TOLERANCE,
      );
    }
    await session.close();
  },
);

test.skipIf(!vulkan).each(TINY_MODELS)(
  '$architecture scores on WebGPU as on the CPU',
  async ({ architecture, inputLength, tolerance }) => {
    const { onnx, chunks, shape } = prepare(architecture, inputLength, 1);
    const scores = await Promise.all(
      (['cpu', 'webgpu'] as const).map(async (device) => {
        const session = await openNetwork(onnx, device);
        const output = await session.run(join(chunks), shape);
        await session.close();
        return output.scores[0] ?? [];
      }),
    );
    // A twentieth of what the reference allows for another order of additions: 5e-6, for two networks 1.5e-5.
    expect(maxDifference(scores[1]!, scores[0]!)).toBeLessThanOrEqual(tolerance / 20);
    expect(scores[0]).toHaveLength(50);
  },
);

/** A tiny network, and what its front end makes of as many chunks, no two of them alike. */
function prepare(architecture: Architecture, inputLength: number, nChunks: number) {
  const model = convertCheckpoint(tinyCheckpoint(architecture), architecture);
  const toInput = createModelInput(model);
  const clip = tinyClip();
  const chunks = Array.from({ length: nChunks }, (_, i) => {
    const [input] = Object.values(
      toInput(chunkAt(clip, { start: i * 1_000, length: inputLength, fill: 'silence' })),
    );
    return { data: Float32Array.from(input!.data as Float32Array), dims: input!.dims };
  });
  return {
    onnx: model.onnx,
    chunks: chunks.map(({ data }) => data),
    shape: chunks[0]!.dims.slice(1),
  };
}

function join(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}
