import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { ModelRowId } from '@earmark/core/run';
import { createAudioDecoder } from '@earmark/decode';
import { createInferencePool, type RequestedModel } from '@earmark/inference';
import { readShippedModels } from '@earmark/models';
import { createSandbox, type Sandbox } from '@earmark/worker';
import { writeDeadlyFfmpeg } from '../support/deadly-ffmpeg.ts';
import { hasFfmpeg } from '../support/decoders.ts';
import { makeTracks } from '../support/music.ts';
import { installProbe, probeScore, resampledByFfmpeg } from '../support/probe-network.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { writeWav } from '../support/wav.ts';

const DEADLY = 'track-001.wav';
const folder = temporaryFolder();
const limits = { maxDurationSeconds: 600, timeoutMs: 60_000 };
const { signal } = new AbortController();

let models: readonly RequestedModel[];
let sandbox: Sandbox;
beforeAll(async () => {
  models = (await readShippedModels()).map((model) => ({
    ...model,
    modelRowId: ModelRowId.parse(1),
  }));
  makeTracks(folder.path, 3);
  const ffmpeg = writeDeadlyFfmpeg(folder.path, DEADLY).command;
  sandbox = createSandbox({ device: 'cpu', decoder: { ffmpeg, environment: process.env, limits } });
});
afterEach(async () => {
  sandbox.close();
  await waitFor(() => descendantsOf(process.pid).length === 0, 'no process is left');
});
afterAll(() => {
  folder.remove();
});

const pathOf = (track: string) => join(folder.path, track);

describe.skipIf(!hasFfmpeg)('a sandbox', () => {
  test('gives the scores that a worker gives', async () => {
    const decoder = await createAudioDecoder({ environment: process.env, limits });
    const { waveform } = await decoder.decode(pathOf('track-000.wav'), signal);
    const input = { kind: 'waveform', waveform, sampleRate: SAMPLE_RATE } as const;
    const inference = createInferencePool('cpu', 1);
    const { results } = await inference.score({ input, models }, signal);
    await inference.close();
    const [expected] = results;
    const scored = await sandbox.score(pathOf('track-000.wav'), models, signal);
    expect(scored.durationSeconds).toBe(waveform.length / SAMPLE_RATE);
    expect(scored.results).toMatchObject([
      { modelRowId: 1, scores: 'scores' in expected! && expected.scores },
    ]);
  });

  test('decodes a track at each rate that models read', async () => {
    const probes = [
      { name: 'jamendo/fcn', sampleRate: 16_000 },
      { name: 'jamendo/short', sampleRate: 32_000 },
    ];
    const installed = await Promise.all(probes.map((probe) => installProbe(folder.path, probe)));
    const requested = installed.map((model, i) => ({
      ...model,
      modelRowId: ModelRowId.parse(i + 1),
    }));
    const track = pathOf('track-44100.wav');
    writeWav(track, { sampleRate: 44_100, durationSeconds: 2.5 });
    const { results, durationSeconds } = await sandbox.score(track, requested, signal);
    expect(durationSeconds).toBe(2.5);
    for (const [i, { sampleRate }] of probes.entries()) {
      const result = results[i]!;
      const expected = probeScore(resampledByFfmpeg(track, [sampleRate]), sampleRate);
      expect('scores' in result && result.scores[0]).toBeCloseTo(expected, 5);
    }
  });

  test('that a track brings down blames it, and no other', async () => {
    const scores = ['track-000.wav', DEADLY, 'track-002.wav'].map((track) =>
      sandbox.score(pathOf(track), models, signal),
    );
    const [before, deadly, after] = await Promise.allSettled(scores);
    expect(deadly).toMatchObject({
      status: 'rejected',
      reason: { code: 'WORKER_CRASHED', message: expect.stringContaining('SIGKILL') as string },
    });
    expect([before?.status, after?.status]).toEqual(['fulfilled', 'fulfilled']);
  });

  test('says what is wrong as a worker does', async () => {
    const gone = sandbox.score(pathOf('gone.wav'), models, signal);
    await expect(gone).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  test('ends at once with the signal', async () => {
    const stop = new AbortController();
    const scoring = sandbox.score(pathOf('track-000.wav'), models, stop.signal);
    stop.abort(new Error('enough'));
    await expect(scoring).rejects.toThrow('enough');
  });
});
