import type { InferenceSession } from 'onnxruntime-node';
import {
  calibrationSignals,
  type ConvertedModel,
  type Int8Conversion,
  joinRanges,
  type Range,
  toInt8,
} from '@earmark/converter';
import { createSession } from './chunk-scorer.ts';
import { createModelInput } from './model-input.ts';

/** The conversion of a model to int8, with the ranges of the synthetic signals. */
export async function measureInt8(
  model: ConvertedModel,
): Promise<{ readonly conversion: Int8Conversion; readonly ranges: readonly Range[] }> {
  const conversion = toInt8(model.onnx);
  const toInput = createModelInput(model);
  const session = await createSession(conversion.measuring);
  const measured: (readonly Range[])[] = [];
  const { chunks, sampleRate } = model.cut;
  for (const signal of calibrationSignals({ length: chunks.length, sampleRate })) {
    measured.push(toRanges(await session.run(toInput(signal))));
  }
  const ranges = measured.reduce((joined, one) =>
    joined.map((range, i) => joinRanges(range, one[i]!)),
  );
  return { conversion, ranges };
}

function toRanges({ ranges }: InferenceSession.OnnxValueMapType): readonly Range[] {
  const data = ranges?.data as Float32Array;
  return Array.from({ length: data.length / 2 }, (_, i) => ({
    min: data[2 * i]!,
    max: data[2 * i + 1]!,
  }));
}
