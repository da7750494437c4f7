import { ModelSpec } from '@earmark/core/model';

/** A model that tests say little of, and that has no files: it reads one sample and scores one tag, but for `change`. */
export function modelSpec(change: Readonly<Record<string, unknown>> = {}): ModelSpec {
  return ModelSpec.parse({
    name: 'test/model',
    architecture: 'short',
    vocabulary: 'v',
    weightsSha256: '0'.repeat(64),
    published: false,
    demonstration: false,
    conversionVersion: 'test',
    inputLength: 1,
    nTags: 1,
    nMacs: 1,
    frontEnd: { kind: 'waveform' },
    onnx: { file: 'none.onnx', sha256: '0'.repeat(64) },
    frontEndFile: null,
    referenceOutput: [0.5],
    ...change,
  });
}
