import { GraphBuilder } from '@earmark/converter/onnx';
import type { InstalledModel, ModelName } from '@earmark/core/model';
import { openNetwork, openVerifiedSession, referenceFeatures } from '@earmark/inference';
import { type DeviceName, DEVICES } from '@earmark/inference/devices';

export interface ModelSpeed {
  readonly name: ModelName;
  /** For the 16 chunks; null for a network that Earmark did not convert. */
  readonly gflop: number | null;
  /** The shortest time they took. */
  readonly seconds: number;
}

/** Chunks that are timed: those of a track, for most models. */
const N_CHUNKS = 16;

/** How fast the network of a model scores 16 chunks. @throws DEVICE_UNAVAILABLE */
export async function benchModel(model: InstalledModel, device: DeviceName): Promise<ModelSpeed> {
  const { name, nMacs } = model.spec;
  const { chunksPerRun } = DEVICES[device];
  const { features, shape } = await referenceFeatures(model, chunksPerRun);
  const session = await openVerifiedSession(model, device);
  try {
    const seconds = await bestSeconds(async () => {
      for (let i = 0; i < N_CHUNKS; i += chunksPerRun) await session.run(features, shape);
    });
    return { name, gflop: nMacs === null ? null : (2 * N_CHUNKS * nMacs) / 1e9, seconds };
  } finally {
    await session.close();
  }
}

/** Matrices grow until a run takes so long that starting it no longer counts. */
const LONG_ENOUGH_SECONDS = 0.05;
const MAX_SIZE = 4_096;

/** In a row, so that nothing but the first factor and the last sum travels to a device and back. */
const N_PRODUCTS = 4;

/**
 * The best rate, in GFLOP/s, of products of large square float32 matrices: what the runtime gets out of the
 * device, of the CPU out of one core.
 */
export async function measurePeak(device: DeviceName): Promise<number> {
  let peak = 0;
  for (let size = 512; size <= MAX_SIZE; size *= 2) {
    const seconds = await timeProducts(size, device);
    peak = Math.max(peak, (2 * N_PRODUCTS * size ** 3) / seconds / 1e9);
    if (seconds >= LONG_ENOUGH_SECONDS) break;
  }
  return peak;
}

async function timeProducts(size: number, device: DeviceName): Promise<number> {
  const session = await openNetwork(productsGraph(size), device);
  const multiply = () => session.run(Float32Array.of(1), []);
  try {
    await multiply();
    return await bestSeconds(multiply, 1);
  } finally {
    await session.close();
  }
}

/** The sum of ((factor A) A) A ..., where every value of A is 1 / size, so that none grows. */
function productsGraph(size: number): Uint8Array {
  const graph = new GraphBuilder('products');
  const values = new Float32Array(size * size).fill(1 / size);
  const matrix = graph.floats('matrix', [size, size], values);
  let product = graph.node('Mul', 'first', [matrix, graph.input('factor', [1])]);
  for (let i = 0; i < N_PRODUCTS; i++) {
    product = graph.node('MatMul', `product_${i}`, [product, matrix]);
  }
  graph.output(graph.node('ReduceSum', 'sum', [product], { keepdims: 0 }), []);
  return graph.encode('');
}

/** Long enough to include a moment in which nothing else runs. */
const ENOUGH_SECONDS = 3;

/** The shortest time of several runs of `work`: other load on the machine can only make it longer. */
export async function bestSeconds(
  work: () => Promise<unknown>,
  enoughSeconds = ENOUGH_SECONDS,
): Promise<number> {
  const begin = performance.now();
  let best = Infinity;
  do {
    const start = performance.now();
    await work();
    best = Math.min(best, (performance.now() - start) / 1_000);
  } while (performance.now() - begin < 1_000 * enoughSeconds);
  return best;
}
