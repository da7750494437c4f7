import { GraphBuilder } from '@earmark/converter/onnx';
import { type ChunkSpec, type ModelManifest, nBands } from '@earmark/core/model';
import { createRandom } from './random.ts';

/** Of published networks; a manifest does not say it. */
export const EMBEDDING_LENGTHS: Readonly<Record<string, number>> = {
  'essentia/discogs_effnet': 1_280,
  'essentia/musicnn': 200,
  'google/yamnet': 1_024,
  'panns/cnn14': 2_048,
};

/** Numbers that the networks make of a waveform, every `STEP` samples. */
const N_FEATURES = 8;
/** Divides the chunks and hops of all manifests. */
const STEP = 80;

/** A value of the graph, [rows, length]. */
interface Rows {
  readonly name: string;
  readonly length: number;
}

/**
 * The bytes of an `.onnx` file with the tensors of a manifest, and few weights, which are random: the mean of what it
 * reads, then a dense layer for the embedding and one for the scores. A network without the axis `batch` reads whole
 * chunks, a hop apart, and has a row for each.
 */
export function networkFor(manifest: ModelManifest, nTags: number): Uint8Array {
  const { output } = manifest.network;
  const graph = new GraphBuilder('random');
  let rows = meansOf(graph, manifest);
  const rowAxis = hasBatch(manifest) ? batchAxis(manifest) : 'rows';
  const embeddingLength = EMBEDDING_LENGTHS[manifest.name];
  if (output.embedding && embeddingLength !== undefined) {
    const layer = dense(graph, { name: 'embedding_layer', rows, length: embeddingLength });
    rows = { ...layer, name: graph.node('Tanh', output.embedding, [layer.name]) };
    graph.output(rows.name, [rowAxis, rows.length]);
  }
  const logits = dense(graph, { name: 'score_layer', rows, length: nTags });
  graph.output(graph.node('Sigmoid', output.scores ?? 'scores', [logits.name]), [rowAxis, nTags]);
  return graph.encode('random-1');
}

/** What the dense layers read. */
function meansOf(graph: GraphBuilder, manifest: ModelManifest): Rows {
  const { name, input } = manifest;
  switch (input.kind) {
    case 'waveform':
      return meansOfWaveform(graph, manifest, lengthsOf(input.chunks));
    case 'spectrogram': {
      const lengths = { frames: input.chunks.length, bands: nBands(input.spectrogram) };
      return meansOfSpectrogram(graph, manifest, lengths);
    }
    case 'embedding': {
      const length = EMBEDDING_LENGTHS[input.model];
      if (length === undefined) throw new Error(`${name} reads an embedding of unknown length`);
      return { name: addInput(graph, manifest, { embedding: length }), length };
    }
  }
}

/** The mean of each band. */
function meansOfSpectrogram(
  graph: GraphBuilder,
  manifest: ModelManifest,
  lengths: { readonly frames: number; readonly bands: number },
): Rows {
  const input = addInput(graph, manifest, lengths);
  const others = manifest.network.input.axes.flatMap((axis, i) =>
    axis === 'batch' || axis === 'bands' ? [] : [i],
  );
  const name = graph.node('ReduceMean', 'means', [input, graph.integers(others)], { keepdims: 0 });
  return { name, length: lengths.bands };
}

function lengthsOf(chunks: ChunkSpec) {
  return { length: chunks.length, hop: chunks.rule === 'hop' ? chunks.hop : chunks.length };
}

/** The mean size of each feature. */
function meansOfWaveform(
  graph: GraphBuilder,
  manifest: ModelManifest,
  { length, hop }: { readonly length: number; readonly hop: number },
): Rows {
  const input = addInput(graph, manifest, { samples: 'samples' });
  const nChunks = hasBatch(manifest) ? 0 : 1; // 0: as many as the input has
  const channels = graph.node('Reshape', 'channels', [input, graph.integers([nChunks, 1, -1])]);
  const filters = graph.floats('filters', [N_FEATURES, 1, STEP], randomWeights(N_FEATURES * STEP));
  const features = graph.node('Conv', 'features', [channels, filters], { strides: [STEP] });
  const sizes = graph.node('Abs', 'sizes', [features]);
  if (hasBatch(manifest)) {
    const axes = graph.integers([2]);
    const name = graph.node('ReduceMean', 'means', [sizes, axes], { keepdims: 0 });
    return { name, length: N_FEATURES };
  }
  const means = graph.node('AveragePool', 'means', [sizes], {
    kernel_shape: [length / STEP],
    strides: [hop / STEP],
  });
  const byRow = graph.node('Transpose', 'by_row', [means], { perm: [2, 1, 0] });
  const rows = graph.integers([-1, N_FEATURES]);
  return { name: graph.node('Reshape', 'rows', [byRow, rows]), length: N_FEATURES };
}

/** Name of the input; axes other than `batch` and `channel` have these lengths. */
function addInput(
  graph: GraphBuilder,
  manifest: ModelManifest,
  lengths: Readonly<Record<string, number | string>>,
): string {
  const { name, axes } = manifest.network.input;
  const shape = axes.map((axis) => {
    if (axis === 'batch') return batchAxis(manifest);
    return axis === 'channel' ? 1 : (lengths[axis] ?? axis);
  });
  return graph.input(name ?? 'input', shape);
}

function hasBatch({ network }: ModelManifest): boolean {
  return network.input.axes.includes('batch');
}

function batchAxis({ network }: ModelManifest): number | string {
  return network.batch === 'any' ? 'batch' : network.batch;
}

/** A layer of `length` outputs, about as far from 0 as the inputs are. */
function dense(
  graph: GraphBuilder,
  { name, rows, length }: { readonly name: string; readonly rows: Rows; readonly length: number },
): Rows {
  const data = randomWeights(rows.length * length, Math.sqrt(3 / rows.length));
  const weights = graph.floats(`${name}_weights`, [rows.length, length], data);
  return { name: graph.node('MatMul', name, [rows.name, weights]), length };
}

/** Equally distributed in [-range, range); the same for the same arguments. */
function randomWeights(count: number, range = 1): Float32Array {
  const random = createRandom(count);
  return Float32Array.from({ length: count }, () => range * (2 * random() - 1));
}
