import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '@earmark/converter/onnx';
import { ownCpuSeconds } from './cpu-seconds.ts';

/** A way to find out how fast a core can multiply and add, in GFLOP/s of CPU time. */
export interface PeakMeter {
  readonly method: string;
  measure(): Promise<number>;
}

const SOURCE = fileURLToPath(new URL('../../support/fma-peak.c', import.meta.url));

/** Independent multiply-adds on registers, in C, compiled into a folder; undefined where there is no compiler. */
export function openFmaLoop(folder: string): PeakMeter | undefined {
  const program = join(folder, 'fma-peak');
  try {
    execFileSync('cc', ['-O3', '-march=native', '-o', program, SOURCE], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const measure = () => Promise.resolve(Number(execFileSync(program).toString()));
  return { method: 'C loop of multiply-adds', measure };
}

const SIZE = 1_024;

/** A large matrix product in ONNX Runtime. */
export async function openMatrixProduct(): Promise<PeakMeter> {
  const graph = new GraphBuilder('product');
  const matrix = new Float32Array(SIZE * SIZE).fill(0.5);
  const right = graph.floats('right', [SIZE, SIZE], matrix);
  const product = graph.node('MatMul', 'product', [graph.input('left', [SIZE, SIZE]), right]);
  graph.output(product, [SIZE, SIZE]);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const session = await InferenceSession.create(graph.encode('bench'), options);
  const left = new Tensor('float32', matrix, [SIZE, SIZE]);
  return {
    method: `ONNX Runtime's product of ${SIZE} x ${SIZE} matrices`,
    async measure() {
      await session.run({ left });
      const begin = ownCpuSeconds();
      for (let i = 0; i < 10; i++) await session.run({ left });
      return (10 * 2 * SIZE ** 3) / (ownCpuSeconds() - begin) / 1e9;
    },
  };
}
