import { createRandom } from './random.ts';
import { valueInfo, writeOnnx } from './onnx-writer.ts';

/** Nodes and constants of a graph, as the schema of ONNX names their fields. */
export interface Piece {
  readonly node?: readonly object[];
  readonly initializer?: readonly object[];
}

type Shape = readonly (number | string | null)[];

export interface HandNetwork {
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly outputs: Readonly<Record<string, Shape>>;
  readonly pieces: readonly Piece[];
}

/** The bytes of an `.onnx` file, by a writer other than Earmark's. */
export function handNetwork({ inputs, outputs, pieces }: HandNetwork): Uint8Array {
  return writeOnnx(handModel({ inputs, outputs, pieces }));
}

/** The fields of its ModelProto. */
export function handModel({ inputs, outputs, pieces }: HandNetwork) {
  const values = (shapes: Readonly<Record<string, Shape>>) =>
    Object.entries(shapes).map(([name, shape]) => valueInfo(name, shape));
  return {
    irVersion: 9,
    opsetImport: [{ domain: '', version: 20 }],
    graph: {
      name: 'by_hand',
      node: pieces.flatMap(({ node = [] }) => node),
      initializer: pieces.flatMap(({ initializer = [] }) => initializer),
      input: values(inputs),
      output: values(outputs),
    },
  };
}

/** One node, whose attributes are whole numbers. */
export function operation(
  opType: string,
  input: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): Piece {
  const attribute = Object.entries(attributes).map(([name, i]) => ({ name, i, type: 2 }));
  return { node: [{ opType, input, output: [output], attribute }] };
}

export function floats(name: string, dims: readonly number[], values: readonly number[]): Piece {
  const rawData = Buffer.from(Float32Array.from(values).buffer);
  return { initializer: [{ name, dims, dataType: 1, rawData }] };
}

export function integers(name: string, values: readonly number[]): Piece {
  const rawData = Buffer.from(BigInt64Array.from(values, BigInt).buffer);
  return { initializer: [{ name, dims: [values.length], dataType: 7, rawData }] };
}

/** A dense layer, whose numbers are exact in float32. */
export interface Layer {
  /** [inputs][outputs] */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** A layer whose outputs are about as far from 0 as its inputs are. */
export function randomLayer(nInputs: number, nOutputs: number): Layer {
  const random = createRandom(1_000 * nInputs + nOutputs);
  const range = Math.sqrt(3 / nInputs);
  const number = () => Math.fround(range * (2 * random() - 1));
  const weights = Array.from({ length: nInputs }, () => Array.from({ length: nOutputs }, number));
  return { weights, bias: Array.from({ length: nOutputs }, number) };
}

/** From [rows, inputs] to [rows, outputs]; its constants have names that begin with the output. */
export function dense(input: string, output: string, { weights, bias }: Layer): readonly Piece[] {
  const [matrix, product, term] = ['weights', 'product', 'bias'].map((one) => `${output}_${one}`);
  return [
    floats(matrix!, [weights.length, bias.length], weights.flat()),
    floats(term!, [bias.length], bias),
    operation('MatMul', [input, matrix!], product!),
    operation('Add', [product!, term!], output),
  ];
}

/** What a dense layer makes of a vector, in float64. */
export function denseByHand({ weights, bias }: Layer, vector: readonly number[]): number[] {
  return bias.map((term, output) =>
    vector.reduce((sum, value, i) => sum + value * weights[i]![output]!, term),
  );
}

export const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

export function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** From [rows, samples] to [rows, nParts]: how large the samples are on average in each of some equal parts. */
export function partSizes(
  input: string,
  output: string,
  { nParts, length }: { readonly nParts: number; readonly length: number },
): readonly Piece[] {
  const [shape, parts, sizes, axes] = ['shape', 'parts', 'sizes', 'axes'].map(
    (one) => `${output}_${one}`,
  );
  return [
    integers(shape!, [-1, nParts, length / nParts]),
    integers(axes!, [2]),
    operation('Reshape', [input, shape!], parts!),
    operation('Abs', [parts!], sizes!),
    operation('ReduceMean', [sizes!, axes!], output, { keepdims: 0 }),
  ];
}

/** The same of the samples of one row, in float64. */
export function partSizesByHand(samples: readonly number[], nParts: number): number[] {
  const length = samples.length / nParts;
  return Array.from({ length: nParts }, (_, part) => {
    const ofPart = samples.slice(part * length, (part + 1) * length);
    return ofPart.reduce((sum, sample) => sum + Math.abs(sample), 0) / length;
  });
}

/** For each frame of a chunk how much it counts: the later ones more, so that their order matters. */
export function frameWeights(nFrames: number): readonly number[] {
  return Array.from({ length: nFrames }, (_, i) => Math.fround((i + 1) / nFrames ** 2));
}

/** From [batch, 1, bands, frames] to [batch, bands]: the weighted sum of the frames. */
export function sumOfLastFrames(
  input: string,
  output: string,
  { nBands, nFrames }: { readonly nBands: number; readonly nFrames: number },
): readonly Piece[] {
  const [weights, product, shape] = ['weights', 'product', 'shape'].map(
    (one) => `${output}_${one}`,
  );
  return [
    floats(weights!, [nFrames, 1], frameWeights(nFrames)),
    integers(shape!, [-1, nBands]),
    operation('MatMul', [input, weights!], product!),
    operation('Reshape', [product!, shape!], output),
  ];
}

/** From [batch, frames, bands] to [batch, bands]. */
export function sumOfFirstFrames(
  input: string,
  output: string,
  { nBands, nFrames }: { readonly nBands: number; readonly nFrames: number },
): readonly Piece[] {
  const [weights, product, shape] = ['weights', 'product', 'shape'].map(
    (one) => `${output}_${one}`,
  );
  return [
    floats(weights!, [1, nFrames], frameWeights(nFrames)),
    integers(shape!, [-1, nBands]),
    operation('MatMul', [weights!, input], product!),
    operation('Reshape', [product!, shape!], output),
  ];
}

/** The weighted sum of the frames of a chunk, [frame][band], in float64. */
export function sumOfFramesByHand(frames: readonly (readonly number[])[]): number[] {
  const weights = frameWeights(frames.length);
  return frames[0]!.map((_, band) =>
    frames.reduce((sum, frame, i) => sum + weights[i]! * frame[band]!, 0),
  );
}
