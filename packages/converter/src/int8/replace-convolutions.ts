import type { Constant, Model, Node } from '../onnx/model-proto.ts';
import { type Convolution, convolutionsOf, toGraph } from './graph.ts';

/** What takes the place of a convolution. */
export interface Replacement {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  /** Names of constants that nothing else reads, and that are not in the new model as they were. */
  readonly removed: readonly string[];
}

/** The same network with other nodes in place of each convolution for which `replace` has some. */
export function replaceConvolutions(
  model: Model,
  replace: (convolution: Convolution) => Replacement | undefined,
): Model {
  const replacements = new Map(
    convolutionsOf(toGraph(model)).map((convolution) => [convolution.node, replace(convolution)]),
  );
  const all = [...replacements.values()].flatMap((one) => one ?? []);
  const removed = new Set(all.flatMap((one) => one.removed));
  return {
    ...model,
    nodes: model.nodes.flatMap((node) => replacements.get(node)?.nodes ?? [node]),
    constants: [
      ...model.constants.filter(({ name }) => !removed.has(name)),
      ...all.flatMap(({ constants }) => constants),
    ],
  };
}

/** A kernel whose channels are the samples that it reads; channels beyond them are zero. [nChannels, 1, 1, width] */
export function shiftsKernel(name: string, nChannels: number, width: number): Constant {
  const data = new Float32Array(nChannels * width);
  for (let shift = 0; shift < width; shift++) data[shift * width + shift] = 1;
  return { name, shape: [nChannels, 1, 1, width], data };
}
