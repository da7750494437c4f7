import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ModelRowId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import { modelSpec } from '../../../test/support/model-spec.ts';
import { scoreAtEachRate, type ScoringSteps } from './score-at-each-rate.ts';

test.each([
  { rates: [16_000, 16_000], reads: [16_000], why: 'one rate is read once' },
  { rates: [32_000, 16_000, 32_000, 44_100], reads: [16_000, 32_000, 44_100], why: '16 kHz first' },
  { rates: [48_000, 32_000], reads: [48_000, 32_000], why: 'else in the order of the models' },
])('$rates: $why', async ({ rates, reads }) => {
  const models = rates.map((rate, i) => modelAt(rate, i + 1));
  const steps = createSteps();
  const { results, ...others } = await scoreAtEachRate(models, steps);
  expect(steps.reads).toEqual(reads);
  // The "network" of a model scores the rate of what it is given.
  expect(results.toSorted((a, b) => a.modelRowId - b.modelRowId)).toEqual(
    rates.map((rate, i) => ({ ...scored(i + 1, rate), modelRowId: i + 1 })),
  );
  // Of the first read alone, but for the time.
  expect(others).toEqual({
    frontEndSeconds: reads.length,
    durationSeconds: reads[0],
    level: { peak: reads[0], rms: 0, silentShare: 0, clippedShare: 0 },
  });
});

test('a waveform is released before the next is decoded', async () => {
  const collectGarbage = garbageCollector();
  const inputs: WeakRef<object>[] = [];
  const nAlive: number[] = [];
  const { read, score } = createSteps();
  await scoreAtEachRate([modelAt(16_000, 1), modelAt(32_000, 2), modelAt(48_000, 3)], {
    async read(rate) {
      // What a promise resolved to lives until the turn ends.
      await new Promise(setImmediate);
      collectGarbage();
      nAlive.push(inputs.filter((input) => input.deref() !== undefined).length);
      const track = await read(rate);
      inputs.push(new WeakRef(track.input));
      return track;
    },
    score,
  });
  expect(nAlive).toEqual([0, 0, 0]);
});

test('a failure at one rate is that of the track', async () => {
  const { read, score } = createSteps();
  const failing = (rate: number) =>
    rate === 32_000 ? Promise.reject(new Error('too long')) : read(rate);
  const scoring = scoreAtEachRate([modelAt(16_000, 1), modelAt(32_000, 2)], {
    read: failing,
    score,
  });
  await expect(scoring).rejects.toThrow('too long');
});

test('a spectrogram is refused when one of the models reads audio', async () => {
  const logMel = { nFrames: 1, values: new Float32Array(new SharedArrayBuffer(4 * 96)) };
  const steps = createSteps();
  const scoring = scoreAtEachRate([modelAt(16_000, 1)], {
    ...steps,
    read: () => Promise.resolve({ input: { kind: 'log-mel', logMel }, level: null }),
  });
  await expect(scoring).rejects.toMatchObject({ code: 'AUDIO_UNDECODABLE' });
});

function createSteps(): ScoringSteps & { readonly reads: readonly number[] } {
  const reads: number[] = [];
  return {
    reads,
    read(sampleRate) {
      reads.push(sampleRate);
      const waveform = new Float32Array(new SharedArrayBuffer(4));
      return Promise.resolve({
        input: { kind: 'waveform', waveform, sampleRate },
        level: { peak: sampleRate, rms: 0, silentShare: 0, clippedShare: 0 },
      });
    },
    score({ input, models }) {
      const sampleRate = input.kind === 'waveform' ? input.sampleRate : 0;
      return Promise.resolve({
        results: models.map(({ modelRowId }) => scored(modelRowId, sampleRate)),
        frontEndSeconds: 1,
        durationSeconds: sampleRate,
      });
    },
  };
}

function scored(modelRowId: number, score: number) {
  const scores = Float32Array.of(score);
  return {
    modelRowId: ModelRowId.parse(modelRowId),
    scores,
    embedding: null,
    nChunks: 1,
    inferSeconds: 0,
  };
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function modelAt(sampleRate: number, rowId: number): RequestedModel {
  return {
    modelRowId: ModelRowId.parse(rowId),
    folder: '',
    parent: null,
    spec: modelSpec({ sampleRate }),
  };
}
