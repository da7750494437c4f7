import { expect, test } from 'vitest';
import { ModelSpec, ModelManifest } from './model-spec.ts';

const BEFORE_RATES = {
  name: 'x/y',
  architecture: 'fcn',
  vocabulary: 'mtat-50',
  weightsSha256: '0'.repeat(64),
  published: true,
  demonstration: false,
  conversionVersion: 'fp32-1',
  inputLength: 464_000,
  nTags: 50,
  nMacs: 1,
  frontEnd: { kind: 'log-mel', nFft: 512, hopLength: 256, nMels: 96, sha256: '0'.repeat(64) },
  onnx: { file: 'a.onnx', sha256: '0'.repeat(64) },
  frontEndFile: 'a.f32',
  referenceOutput: [0.5],
};

test('a model of a version that knew one rate, one kind of ends and one rule is one of these', () => {
  expect(ModelSpec.parse(BEFORE_RATES)).toMatchObject({
    sampleRate: 16_000,
    scoring: 'mean-of-16-1',
    frontEnd: { sampleRate: 16_000, edges: 'reflect' },
  });
});

test('a model that version 0.1.0 installed is one of these, by its former keys', () => {
  const { name, conversionVersion, referenceOutput, ...others } = BEFORE_RATES;
  const former = { ...others, id: name, profile: conversionVersion, knownAnswer: referenceOutput };
  expect(ModelSpec.parse(former)).toEqual(ModelSpec.parse(BEFORE_RATES));
});

test.each([
  { what: 'an unknown rule', change: { scoring: 'best-of-16' } },
  { what: 'ends of ones', change: { frontEnd: { ...BEFORE_RATES.frontEnd, edges: 'ones' } } },
  { what: 'no sample rate', change: { sampleRate: 44.1 } },
  {
    what: 'no sample rate of features',
    change: { frontEnd: { ...BEFORE_RATES.frontEnd, sampleRate: 12 } },
  },
])('$what is refused', ({ change }) => {
  expect(ModelSpec.safeParse({ ...BEFORE_RATES, ...change }).success).toBe(false);
});

test('the repository of a manifest defaults to sota-music-tagging-models', () => {
  const { upstream } = ModelManifest.parse({
    ...{ name: 'x/y', architecture: 'fcn', vocabulary: 'mtat-50', licence: 'MIT' },
    upstream: { path: 'x.pth', gitBlobSha1: '0'.repeat(40) },
  });
  expect(upstream?.repository).toMatch(/sota-music-tagging-models\/[0-9a-f]{40}$/);
});
