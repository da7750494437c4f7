/** Added models tag real files as `earmark run` does it, each at its rate. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../support/csv.ts';
import { hasFfmpeg } from '../support/decoders.ts';
import {
  dense,
  denseByHand,
  handNetwork,
  operation,
  partSizes,
  partSizesByHand,
  randomLayer,
  sigmoid,
  sumOfFirstFrames,
  sumOfFramesByHand,
} from '../support/hand-network.ts';
import { createModelHome, type ModelHome } from '../support/model-home.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { resampledByFfmpeg } from '../support/probe-network.ts';
import { spectrogramByDefinition } from '../support/spectrogram-by-definition.ts';
import { PRESETS } from '../support/spectrogram-presets.ts';
import { createStageWithLedger, resultFiles, type Stage } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

const TAGS = ['low', 'middle', 'high'];
const COMMON = {
  version: 2,
  licence: 'unknown',
  scores: { are: 'probabilities', labels: 'multi', aggregation: 'max' },
  tags: TAGS,
};

/** 22,050 Hz, in frames of the spectrogram of the whole track. */
const SPEC = { ...PRESETS.librosa, normalisation: { mean: -40, standardDeviation: 20 } };
const [N_BANDS, N_FRAMES] = [128, 32];
const BANDS_LAYER = randomLayer(N_BANDS, TAGS.length);
const SPECTROGRAMS = {
  manifest: {
    ...COMMON,
    name: 'mine/spectrograms',
    network: { file: 'network.onnx', input: { axes: ['batch', 'frames', 'bands'] }, batch: 'any' },
    input: {
      kind: 'spectrogram',
      sampleRate: 22_050,
      downmix: 'mean',
      spectrogram: SPEC,
      chunks: {
        ...{ cutFrom: 'spectrogram', rule: 'hop', length: N_FRAMES, hop: 32 },
        ...{ last: 'align-end', short: 'repeat' },
      },
    },
  },
  network: handNetwork({
    inputs: { mel: ['batch', N_FRAMES, N_BANDS] },
    outputs: { scores: ['batch', TAGS.length] },
    pieces: [
      ...sumOfFirstFrames('mel', 'bands', { nBands: N_BANDS, nFrames: N_FRAMES }),
      ...dense('bands', 'logits', BANDS_LAYER),
      operation('Sigmoid', ['logits'], 'scores'),
    ],
  }),
};

/** 16,000 Hz. */
const PARTS_LAYER = randomLayer(4, TAGS.length);
const WAVEFORMS = {
  manifest: {
    ...COMMON,
    name: 'mine/waveforms',
    network: { file: 'network.onnx', input: { axes: ['batch', 'samples'] }, batch: 4 },
    input: {
      kind: 'waveform',
      sampleRate: 16_000,
      downmix: 'mean',
      chunks: { rule: 'hop', length: 4_000, hop: 4_000, last: 'drop', short: 'silence' },
    },
  },
  network: handNetwork({
    inputs: { waveform: [4, 4_000] },
    outputs: { scores: [4, TAGS.length] },
    pieces: [
      ...partSizes('waveform', 'parts', { nParts: 4, length: 4_000 }),
      ...dense('parts', 'logits', PARTS_LAYER),
      operation('Sigmoid', ['logits'], 'scores'),
    ],
  }),
};

const highest = (chunks: readonly (readonly number[])[]) =>
  TAGS.map((_, tag) => Math.max(...chunks.map((logits) => sigmoid(logits[tag]!))));

/** 1.5 s: 65 frames, or six chunks of samples. */
function scoresByHand(path: string): Readonly<Record<string, readonly number[]>> {
  const frames = spectrogramByDefinition(resampledByFfmpeg(path, [22_050]), SPEC);
  expect(frames).toHaveLength(65);
  const spectrograms = [frames.slice(0, 32), frames.slice(32, 64), frames.slice(33, 65)];
  const waveform = resampledByFfmpeg(path, [16_000]);
  expect(waveform).toHaveLength(24_000);
  const waveforms = [0, 4_000, 8_000, 12_000, 16_000, 20_000].map((start) => [
    ...waveform.slice(start, start + 4_000),
  ]);
  return {
    'mine/spectrograms': highest(
      spectrograms.map((chunk) => denseByHand(BANDS_LAYER, sumOfFramesByHand(chunk))),
    ),
    'mine/waveforms': highest(
      waveforms.map((chunk) => denseByHand(PARTS_LAYER, partSizesByHand(chunk, 4))),
    ),
  };
}

describe.skipIf(!hasFfmpeg)('added models', () => {
  let stage: Stage;
  let home: ModelHome;
  beforeAll(async () => {
    stage = await createStageWithLedger();
    home = createModelHome();
  });
  afterAll(async () => {
    await home.remove();
    stage.remove();
  });

  test('have the scores of their definition in the result files', async () => {
    const track = join(stage.music, 'track.wav');
    writeWav(track, { sampleRate: 44_100, durationSeconds: 1.5 });
    for (const written of [SPECTROGRAMS, WAVEFORMS]) {
      const added = await earmarkHere(['models', 'add', home.write(written)], stage.variables);
      expect(added).toMatchObject({ exitCode: 0 });
    }
    const models = 'mine/spectrograms,mine/waveforms';
    expect(await stage.run(['--models', models])).toMatchObject({ exitCode: 0 });
    const files = resultFiles(stage.out);
    for (const [name, expected] of Object.entries(scoresByHand(track))) {
      const csv = parseCsv(files[`scores_${name.replace('/', '_')}.csv`] ?? '');
      expect(csv).toMatchObject([['file', ...TAGS], { 0: 'track.wav', length: 4 }]);
      csv[1]!.slice(1).forEach((score, tag) => {
        expect(Math.abs(Number(score) - expected[tag]!)).toBeLessThan(1e-5);
      });
    }
  });
});
