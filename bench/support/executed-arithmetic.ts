import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * Floating-point operations that the runtime performs for one chunk: two for every multiply-add of a convolution,
 * a matrix product or a recurrent layer, as its own profile lists them, so with channels that were left out or
 * added. Multiply-adds with the zeros around an image count, as they do wherever a network's arithmetic is stated.
 */
export async function executedFlop({ model, folder }: ModelAtHand): Promise<number> {
  const profiles = mkdtempSync(join(tmpdir(), 'earmark-profile-'));
  try {
    const session = await InferenceSession.create(join(folder, model.onnx.file), {
      graphOptimizationLevel: 'all',
      intraOpNumThreads: 1,
      enableProfiling: true,
      profileFilePrefix: join(profiles, 'profile'),
    });
    const shape = inputShape(model);
    const input = new Float32Array(shape.reduce((product, length) => product * length, 1));
    await session.run({ [session.inputNames[0]!]: new Tensor('float32', input, shape) });
    session.endProfiling();
    await session.release();
    const [profile = ''] = readdirSync(profiles);
    const events = JSON.parse(readFileSync(join(profiles, profile), 'utf8')) as readonly Event[];
    return events.reduce((sum, event) => sum + flopOf(event), 0);
  } finally {
    rmSync(profiles, { recursive: true, force: true });
  }
}

function inputShape({ frontEnd, inputLength }: ModelAtHand['model']): readonly number[] {
  if (frontEnd.kind === 'waveform') return [1, inputLength];
  return [1, frontEnd.nMels, 1 + Math.floor(inputLength / frontEnd.hopLength)];
}

type Shape = readonly number[];
type TypedShape = Readonly<Record<string, Shape>>;

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly TypedShape[];
    readonly output_type_shape?: readonly TypedShape[];
  };
}

function flopOf({ cat, name, args }: Event): number {
  if (cat !== 'Node' || !name.endsWith('_kernel_time') || !args) return 0;
  const inputs = (args.input_type_shape ?? []).map(toShape);
  const [output = []] = (args.output_type_shape ?? []).map(toShape);
  return FLOP[args.op_name ?? '']?.(inputs, output) ?? 0;
}

const toShape = (typed: TypedShape): Shape => Object.values(typed)[0] ?? [];
const count = (shape: Shape) => shape.reduce((product, length) => product * length, 1);

type CountFlop = (inputs: readonly Shape[], output: Shape) => number;

const product: CountFlop = ([left = []], output) => 2 * count(output) * (left.at(-1) ?? 0);
/** [nOut, nIn, ...kernel] at every position of the output. */
const convolution: CountFlop = ([, weight = []], output) =>
  2 * count(weight) * count(output.slice(2));
/** Three gates, each a product with the frame and one with the state, a frame. */
const recurrent: CountFlop = ([frames = []], output) => {
  const [nFrames = 0, , nIn = 0] = frames;
  const width = output.at(-1) ?? 0;
  return 2 * nFrames * 3 * width * (nIn + width);
};

const FLOP: Readonly<Record<string, CountFlop>> = {
  Conv: convolution,
  FusedConv: convolution,
  Gemm: product,
  FusedGemm: product,
  MatMul: product,
  FusedMatMul: product,
  GRU: recurrent,
};
