import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import {
  type BaselineWeights,
  randomBaseline,
} from '../../../../test/support/baseline-checkpoint.ts';
import { maxDifference } from '../../../../test/support/chunk-scorer.ts';
import { checkpointOf } from '../../../../test/support/legacy-checkpoint.ts';
import { createRandom } from '../../../../test/support/random.ts';
import { convertCheckpoint } from '../convert-checkpoint.ts';

const N_TAGS = 6;
const POOLS = [
  [2, 4],
  [2, 4],
  [2, 4],
  [3, 5],
  [4, 4],
] as const;

test('the baseline computes what its layers say, with widths of the checkpoint', async () => {
  const weights = randomBaseline({ nTags: N_TAGS });
  const model = convertCheckpoint(checkpointOf(weights), 'baseline');
  const chunks = { rule: 'centre', length: 465_600 };
  expect(model).toMatchObject({ cut: { chunks }, nTags: N_TAGS });
  const spectrogram = { sampleRate: 12_000, padding: 'essentia', mel: { nMels: 96 } };
  expect(model.frontEnd).toMatchObject({ spectrogram });

  const random = createRandom(2);
  const logMel = Float32Array.from({ length: 96 * 1_366 }, () => 80 * random() - 60);
  const session = await InferenceSession.create(model.onnx);
  const output = await session.run({ log_mel: new Tensor('float32', logMel, [1, 96, 1_366]) });
  const scores = output['scores']?.data as Float32Array;
  // Float32 against float64.
  expect(maxDifference(scores, scoresByDefinition(logMel, weights))).toBeLessThan(1e-5);
  expect(new Set(scores).size).toBe(N_TAGS);
});

/** [channel][frequency][time] */
type Image = readonly (readonly Float64Array[])[];

function scoresByDefinition(logMel: Float32Array, weights: BaselineWeights): readonly number[] {
  const rows = Array.from({ length: 96 }, (_, band) =>
    Float64Array.from(logMel.subarray(band * 1_366, (band + 1) * 1_366)),
  );
  let x: Image = normalized([rows], 'bn_init', weights);
  for (const [i, pool] of POOLS.entries()) {
    const features = normalized(convolved(x, `conv_${i + 1}`, weights), `bn_${i + 1}`, weights);
    x = pooled(
      mapped(features, (value) => (value > 0 ? value : Math.exp(value) - 1)),
      pool,
    );
  }
  const vector = x.map((channel) => channel[0]![0]!);
  const { data } = weights['dense.weight']!;
  return Array.from(weights['dense.bias']!.data, (bias, tag) => {
    const logit = vector.reduce(
      (sum, value, i) => sum + value * data[tag * vector.length + i]!,
      bias,
    );
    return 1 / (1 + Math.exp(-logit));
  });
}

function mapped(x: Image, f: (value: number, channel: number) => number): Image {
  return x.map((channel, c) => channel.map((row) => row.map((value) => f(value, c))));
}

function normalized(x: Image, name: string, weights: BaselineWeights): Image {
  const of = (field: string, c: number) => weights[`${name}.${field}`]!.data[c]!;
  return mapped(x, (value, c) => {
    const scale = of('weight', c) / Math.sqrt(of('running_var', c) + 1e-5);
    return (value - of('running_mean', c)) * scale + of('bias', c);
  });
}

function convolved(x: Image, name: string, weights: BaselineWeights): Image {
  const { data } = weights[`${name}.weight`]!;
  return Array.from(weights[`${name}.bias`]!.data, (bias, o) =>
    x[0]!.map((row, f) =>
      row.map((_, t) => {
        let sum = bias;
        for (let tap = 0; tap < 9 * x.length; tap++) {
          const [c, df, dt] = [Math.floor(tap / 9), Math.floor((tap % 9) / 3) - 1, (tap % 3) - 1];
          sum += data[o * 9 * x.length + tap]! * (x[c]![f + df]?.[t + dt] ?? 0);
        }
        return sum;
      }),
    ),
  );
}

function pooled(x: Image, [height, width]: readonly [number, number]): Image {
  return x.map((channel) =>
    Array.from({ length: Math.floor(channel.length / height) }, (_, f) =>
      Float64Array.from({ length: Math.floor(channel[0]!.length / width) }, (_, t) =>
        Math.max(
          ...channel
            .slice(f * height, (f + 1) * height)
            .flatMap((row) => [...row.subarray(t * width, (t + 1) * width)]),
        ),
      ),
    ),
  );
}
