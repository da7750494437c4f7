/** Networks that read spectrograms, written by hand, give as installed models the scores of the spectrogram by its definition. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelName, type SpectrogramSpec } from '@earmark/core/model';
import {
  dense,
  denseByHand,
  handNetwork,
  operation,
  randomLayer,
  sigmoid,
  sumOfFirstFrames,
  sumOfFramesByHand,
  sumOfLastFrames,
} from '../support/hand-network.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { risingNoise } from '../support/rising-noise.ts';
import { spectrogramByDefinition } from '../support/spectrogram-by-definition.ts';
import { PRESETS } from '../support/spectrogram-presets.ts';

let home: ModelHome;
let nAdded = 0;
beforeAll(() => {
  home = createModelHome();
});
afterAll(async () => {
  await home.remove();
});

type Frames = readonly (readonly number[])[];

const TAGS = ['low', 'middle', 'high'];
const TRACK = risingNoise(10_500);

function scoreByHand(frames: Frames): number[] {
  const bands = sumOfFramesByHand(frames).map((value) => value / 10);
  return denseByHand(randomLayer(bands.length, TAGS.length), bands).map(sigmoid);
}

function meanOf(chunks: readonly Frames[]): number[] {
  const scores = chunks.map(scoreByHand);
  return TAGS.map((_, tag) => scores.reduce((sum, one) => sum + one[tag]!, 0) / scores.length);
}

const MEANS = {
  'batch,channel,bands,frames': sumOfLastFrames,
  'batch,frames,bands': sumOfFirstFrames,
} as const;
type Axes = keyof typeof MEANS;

interface Read {
  readonly axes: Axes;
  readonly nBands: number;
  readonly nFrames: number;
}

/** Multiplies by a tenth, so that logits in dB are not so large that every score is 0 or 1. */
function network({ axes, ...lengths }: Read): Uint8Array {
  const { weights, bias } = randomLayer(lengths.nBands, TAGS.length);
  const lessened = weights.map((row) => row.map((weight) => Math.fround(weight / 10)));
  const byAxis = { batch: 'batch', channel: 1, bands: lengths.nBands, frames: lengths.nFrames };
  const shape = axes.split(',').map((axis) => byAxis[axis as keyof typeof byAxis]);
  return handNetwork({
    inputs: { mel: shape },
    outputs: { scores: ['batch', TAGS.length] },
    pieces: [
      ...MEANS[axes]('mel', 'bands', lengths),
      ...dense('bands', 'logits', { weights: lessened, bias }),
      operation('Sigmoid', ['logits'], 'scores'),
    ],
  });
}

function manifest(axes: Axes, spectrogram: SpectrogramSpec, chunks: object) {
  return {
    version: 2,
    name: 'mine/model',
    licence: 'unknown',
    network: { file: 'network.onnx', input: { axes: axes.split(',') }, batch: 'any' },
    input: {
      kind: 'spectrogram',
      sampleRate: spectrogram.sampleRate,
      downmix: 'mean',
      spectrogram,
      chunks,
    },
    scores: { are: 'probabilities', labels: 'multi', aggregation: 'mean' },
    tags: TAGS,
  };
}

async function expectScores(
  one: { readonly manifest: object; readonly network: Uint8Array },
  track: Float32Array,
  expected: readonly number[],
): Promise<void> {
  // Of a name that no thread knows.
  const name = ModelName.parse(`mine/model_${String(nAdded++)}`);
  await home.add(one, { name });
  const { sampleRate } = (one.manifest as ReturnType<typeof manifest>).input;
  const scored = await home.score([name], track, sampleRate);
  const { scores } = scored.get(name)!;
  expect(scores).toHaveLength(expected.length);
  scores.forEach((score, tag) => {
    expect(Math.abs(score - expected[tag]!)).toBeLessThan(1e-5);
    // A score of 0 or 1 would be the same of many sounds.
    expect(Math.abs(score - 0.5)).toBeLessThan(0.499);
  });
}

const OF_WAVEFORM = { rule: 'hop', length: 4_000, hop: 3_000, last: 'drop', short: 'silence' };
const CHUNKS = [TRACK.slice(0, 4_000), TRACK.slice(3_000, 7_000), TRACK.slice(6_000, 10_000)];

// models-add-run.test.ts has one of librosa, and the right model one of torchaudio.
test.each([
  { preset: 'panns', nFrames: 13 },
  { preset: 'yamnet', nFrames: 23 },
  { preset: 'maest', nFrames: 17 },
  ...inLongerSeries([
    { preset: 'torchaudio', nFrames: 16 },
    { preset: 'librosa', nFrames: 8 },
  ] as const),
] as const)(
  'a network that reads the $preset spectrogram of each chunk, bands first',
  async ({ preset, nFrames }) => {
    const spec = PRESETS[preset];
    const axes = 'batch,channel,bands,frames';
    const model = {
      manifest: manifest(axes, spec, OF_WAVEFORM),
      network: network({ axes, nBands: spec.mel!.nMels, nFrames }),
    };
    const chunks = CHUNKS.map((chunk) => spectrogramByDefinition(chunk, spec));
    expect(chunks[0]).toHaveLength(nFrames);
    await expectScores(model, TRACK, meanOf(chunks));
  },
);

const SPEC = PRESETS.essentiaMusicnn;
const FRAMES = spectrogramByDefinition(TRACK, SPEC);
const SILENT = spectrogramByDefinition(new Float32Array(512), SPEC)[0]!;
const silent = (count: number): Frames => Array<readonly number[]>(count).fill(SILENT);

/** 43 frames: whole chunks of 16 begin at 0, 10 and 20; behind them are 7 frames more. */
const WHOLE = [FRAMES.slice(0, 16), FRAMES.slice(10, 26), FRAMES.slice(20, 36)];
const HOP = { cutFrom: 'spectrogram', rule: 'hop', length: 16, hop: 10, short: 'silence' };

test.each([
  { last: 'silence', chunks: [...WHOLE, [...FRAMES.slice(30), ...silent(3)]] },
  { last: 'align-end', chunks: [...WHOLE, FRAMES.slice(27)] },
  ...inLongerSeries([
    { last: 'drop', chunks: WHOLE },
    { last: 'repeat', chunks: [...WHOLE, [...FRAMES.slice(30), ...FRAMES.slice(30, 33)]] },
  ]),
])(
  'a network that reads frames of the spectrogram of the whole track, and of its end: $last',
  async ({ last, chunks }) => {
    expect(FRAMES).toHaveLength(43);
    const axes = 'batch,frames,bands';
    const model = {
      manifest: manifest(axes, SPEC, { ...HOP, last }),
      network: network({ axes, nBands: 96, nFrames: 16 }),
    };
    await expectScores(model, TRACK, meanOf(chunks));
  },
);

const SHORT_TRACK = TRACK.slice(8_000, 10_000);
const SHORT = spectrogramByDefinition(SHORT_TRACK, SPEC);

test.each([
  { short: 'repeat', chunk: [...SHORT, ...SHORT.slice(0, 7)] },
  ...inLongerSeries([{ short: 'silence', chunk: [...SHORT, ...silent(7)] }]),
])('a network of which a track is shorter than a chunk: $short', async ({ short, chunk }) => {
  expect(SHORT).toHaveLength(9);
  const axes = 'batch,channel,bands,frames';
  const model = {
    manifest: manifest(axes, SPEC, { ...HOP, last: 'align-end', short }),
    network: network({ axes, nBands: 96, nFrames: 16 }),
  };
  await expectScores(model, SHORT_TRACK, meanOf([chunk]));
});
