import type { Tensor } from 'onnxruntime-node';
import type { ConvertedModel } from '@earmark/converter';
import { message, nested, text } from '@earmark/converter/onnx';
import { amend, ONNX } from './amend-onnx.ts';
import { createSession } from './chunk-scorer.ts';
import { createModelInput } from './model-input.ts';

/** What the named nodes of a converted network give for a chunk, and what the network was fed. */
export async function observeBlocks(
  model: ConvertedModel,
  nodes: readonly string[],
  chunk: Float32Array,
): Promise<Readonly<Record<string, Tensor>>> {
  // Outputs that have a name and no type, which the runtime infers.
  const outputs = nodes.map((name) => nested(12, message(text(1, name))));
  const session = await createSession(amend(model.onnx, ONNX.graph, () => message(...outputs)));
  const input = createModelInput(model)(chunk);
  return { ...input, ...(await session.run(input, nodes)) };
}
