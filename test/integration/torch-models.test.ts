/** Networks that PyTorch exported are added by manifests, and score as PyTorch does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EarmarkError } from '@earmark/core/failure';
import { audioInputOf, type InstalledModel, ModelName, referenceChunk } from '@earmark/core/model';
import { createWaveformScorer } from '@earmark/inference';
import { findInstalled } from '@earmark/models';
import { type AddedModel, addModel, exportModel } from '@earmark/models/install';
import { parseEnvironment } from '@earmark/runtime/config';
import { wasmDecoder } from '../support/decoders.ts';
import { inLongerSeries } from '../support/longer-series.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { writeMonoWav } from '../support/wav.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/torch/', import.meta.url));
const fixture = (file: string): unknown => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'));

const Computed = z.object({
  reference: z.object({ nSamples: z.number(), scores: z.array(z.number()) }),
  /** Scores of a chord at the rate of the model. */
  chord: z.array(z.number()),
});
const EXPECTED = z
  .object({ tags: z.array(z.string()), sounds: Computed, classes: Computed })
  .parse(fixture('expected.json'));

/** float32 in another order of additions: 4e-7 was measured. */
const TOLERANCE = 1e-6;
/** One resampler and 16 bits lie between a chord at one rate and at the other: 9e-6 was measured. */
const RESAMPLED_TOLERANCE = 5e-5;

let home: TemporaryFolder;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => {
  home.remove();
});

function add(manifest: string, name?: string): Promise<AddedModel> {
  return addModel(manifest, {
    name: name === undefined ? undefined : ModelName.parse(name),
    network: undefined,
    env: parseEnvironment({ EARMARK_HOME: home.path }),
    variables: process.env,
    signal: new AbortController().signal,
  });
}

async function installed(name: string): Promise<InstalledModel> {
  const env = parseEnvironment({ EARMARK_HOME: home.path });
  const model = await findInstalled(env, ModelName.parse(name));
  if (!model) throw new Error(`${name} is not installed`);
  return model;
}

async function scoresOf(model: InstalledModel, waveform: Float32Array): Promise<readonly number[]> {
  const scorer = createWaveformScorer();
  try {
    return [...(await scorer.score(model, waveform))];
  } finally {
    await scorer.close();
  }
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
}

describe.each(['sounds', 'classes'] as const)('torch/%s', (network) => {
  const { reference, chord } = EXPECTED[network];

  test('is added with the scores of PyTorch as its reference, without a warning', async () => {
    const { tags } = EXPECTED;
    expect(fixture(`${network}.json`)).toMatchObject({ tags, reference });
    const added = await add(join(FIXTURES, `${network}.json`));
    expect(added.warnings).toEqual([]);
    expect(added.referenceDifference).toBeLessThan(TOLERANCE);
  });

  test('gives the scores of PyTorch for the reference signal', async () => {
    const scores = await scoresOf(
      await installed(`torch/${network}`),
      referenceChunk(reference.nSamples),
    );
    expect(largestDifference(scores, reference.scores)).toBeLessThan(TOLERANCE);
  });

  test('gives them for a chord in a file of another sample rate, and calls it one', async () => {
    const model = await installed(`torch/${network}`);
    const file = join(home.path, 'chord.wav');
    writeMonoWav(file, chordAt(44_100), 44_100);
    const { sampleRate } = audioInputOf(model);
    const decoder = wasmDecoder.create({}, sampleRate);
    const { waveform } = await decoder.decode(file, new AbortController().signal);
    const scores = await scoresOf(model, waveform);
    expect(largestDifference(scores, chord)).toBeLessThan(RESAMPLED_TOLERANCE);
    expect(EXPECTED.tags[scores.indexOf(Math.max(...scores))]).toBe('chord');
  });

  test('is exported, and gives the same scores under another name', async () => {
    const model = await installed(`torch/${network}`);
    const folder = join(home.path, `exported-${network}`);
    await exportModel(model, folder);
    await add(join(folder, 'manifest.json'), `mine/${network}`);
    const copy = await installed(`mine/${network}`);
    const signal = chordAt(audioInputOf(model).sampleRate);
    expect(await scoresOf(copy, signal)).toEqual(await scoresOf(model, signal));
    expect(copy.spec.conversionVersion).toBe(model.spec.conversionVersion);
  });
});

/** `chord_signal(6, rate)` of test/fixtures/torch/export.py. */
function chordAt(rate: number): Float32Array {
  const notes = [261.63, 329.63, 392, 523.26, 784, 1_046.5];
  return Float32Array.from({ length: 6 * rate }, (_, i) => {
    const waves = notes.map((hz) => Math.sin((2 * Math.PI * hz * i) / rate));
    return 0.1 * waves.reduce((sum, wave) => sum + wave, 0);
  });
}

type Edit = (manifest: Record<string, unknown>) => Record<string, unknown>;

/** The manifest of torch/sounds with other values in `input.spectrogram`. */
const spectrogramOf =
  (values: object): Edit =>
  (manifest) => {
    const input = manifest['input'] as { readonly spectrogram: object };
    return { ...manifest, input: { ...input, spectrogram: { ...input.spectrogram, ...values } } };
  };

test('the manifest in the guide is that of torch/sounds, with the one wrong key that it tells of', () => {
  const guide = readFileSync(new URL('../../docs/adding-a-model.md', import.meta.url), 'utf8');
  const [, written = ''] = /^```json\n(\{.*?)^```$/ms.exec(guide) ?? [];
  const sounds = fixture('sounds.json') as Record<string, unknown>;
  for (const key of ['architecture', 'source', 'reference']) Reflect.deleteProperty(sounds, key);
  expect(JSON.parse(written)).toEqual(
    spectrogramOf({ hopLength: 512 })({ ...sounds, name: 'mine/sounds' }),
  );
});

const MEL = { nMels: 64, fMin: 30, fMax: 11_000, scale: 'slaney', norm: 'slaney', triangles: 'hz' };

interface Mistake {
  readonly mistake: string;
  readonly edit: Edit;
  readonly remedy: string;
}

test.each<Mistake>([
  {
    mistake: 'the scale and norm of torchaudio',
    edit: spectrogramOf({ mel: { ...MEL, scale: 'htk', norm: 'none' } }),
    remedy:
      'They would be equal with: input.spectrogram.mel.scale and input.spectrogram.mel.norm = "slaney".',
  },
  {
    mistake: 'chunks of the spectrogram of the track',
    edit: (manifest) => {
      const input = manifest['input'] as { readonly chunks: object };
      const chunks = { ...input.chunks, cutFrom: 'spectrogram', length: 151, hop: 75 };
      return { ...manifest, input: { ...input, chunks } };
    },
    remedy:
      'They would be equal with: input.chunks.cutFrom = "waveform", and input.chunks.length = 66150, and input.chunks.hop = 33075.',
  },
  {
    mistake: 'two keys that have nothing to do with each other',
    edit: spectrogramOf({ spectrum: 'magnitude', mel: { ...MEL, scale: 'htk' } }),
    remedy: 'No change that was tried explains it',
  },
  {
    mistake: 'another number of frames',
    edit: spectrogramOf({ hopLength: 512 }),
    remedy: 'set the frames (input.chunks.length, input.spectrogram.hopLength, ',
  },
  // With one wrong key, as of the networks in model-mistakes.test.ts.
  ...inLongerSeries<Mistake>([
    {
      mistake: 'a magnitude',
      edit: spectrogramOf({ spectrum: 'magnitude' }),
      remedy: 'They would be equal with: input.spectrogram.spectrum = "power".',
    },
    {
      mistake: 'an offset of 1',
      edit: spectrogramOf({ logarithm: { unit: 'ln', offset: 1 } }),
      remedy: 'They would be equal with: input.spectrogram.logarithm.offset = 0.000001.',
    },
  ]),
])('a manifest with $mistake is refused with what to change', async ({ edit, remedy }) => {
  const manifest = edit(fixture('sounds.json') as Record<string, unknown>);
  const file = join(home.path, 'mistake.json');
  writeFileSync(file, JSON.stringify({ ...manifest, name: 'torch/mistake' }));
  const refused = await addModel(file, {
    network: join(FIXTURES, 'sounds.onnx'),
    env: parseEnvironment({ EARMARK_HOME: home.path }),
    variables: process.env,
    signal: new AbortController().signal,
  }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(EarmarkError);
  expect(refused).toMatchObject({ code: 'MODEL_MISMATCH' });
  expect((refused as EarmarkError).message).toContain(remedy);
});
