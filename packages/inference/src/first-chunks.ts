import { audioModelOf, embeddingShape, type InstalledModel } from '@earmark/core/model';
import { openFrontEnd } from './front-end.ts';
import { openOnnxSession } from './onnx-session.ts';

/** What a network reads of a chunk. */
export interface ChunkInput {
  readonly features: Float32Array;
  /** Without the batch. */
  readonly shape: readonly number[];
}

/** What the network reads of the first chunk of each waveform; where it reads an embedding, what the CPU makes of it before. */
export async function firstChunks(
  model: InstalledModel,
  waveforms: readonly Float32Array[],
): Promise<readonly ChunkInput[]> {
  const { parent, spec } = model;
  if (!parent) {
    const frontEnd = await openFrontEnd(audioModelOf(model));
    return waveforms.map((waveform) => ({
      features: frontEnd.chunksOf(waveform).features({ first: 0, count: 1 }).slice(),
      shape: frontEnd.shape,
    }));
  }
  const session = await openOnnxSession(parent, 'cpu');
  try {
    const inputs: ChunkInput[] = [];
    for (const chunk of await firstChunks(parent, waveforms)) {
      const { embeddings } = await session.run(chunk.features, chunk.shape);
      const features = embeddings[0]?.slice() ?? new Float32Array();
      inputs.push({ features, shape: embeddingShape(spec.network.input.axes, features.length) });
    }
    return inputs;
  } finally {
    await session.close();
  }
}
