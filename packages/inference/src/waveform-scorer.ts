import { EarmarkError } from '@earmark/core/failure';
import { audioInputOf, type InstalledModel } from '@earmark/core/model';
import { ModelRowId } from '@earmark/core/run';
import { openFrontEnd } from './front-end.ts';
import { memoise } from './memoise.ts';
import { type OnnxSession, openOnnxSession } from './onnx-session.ts';
import { scoreTrack } from './score-track.ts';

/** Scores waveforms on the CPU in this thread, as a worker scores tracks in others. */
export interface WaveformScorer {
  /**
   * @param waveform mono, at the sample rate of the model
   * @returns the probabilities of the track, [nTags]
   * @throws INFERENCE_FAILED; RangeError for an input that makes no sense
   */
  score(model: InstalledModel, waveform: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The session of a model stays open until it is closed, also for another model of that name with the same network. */
export function createWaveformScorer(): WaveformScorer {
  const sessions: Promise<OnnxSession>[] = [];
  const sessionOf = memoise(
    ({ spec: { name, network, nTags } }: InstalledModel) =>
      JSON.stringify([name, network, nTags > 0]),
    (model) => {
      const session = openOnnxSession(model, 'cpu');
      sessions.push(session);
      return session;
    },
  );
  const deps = { frontEndOf: openFrontEnd, sessionOf, chunksPerRun: 1, now: () => 0 };
  return {
    async score(model, waveform) {
      const shared = new Float32Array(new SharedArrayBuffer(waveform.byteLength));
      shared.set(waveform);
      const { sampleRate } = audioInputOf(model);
      const input = { kind: 'waveform', waveform: shared, sampleRate } as const;
      const requested = { ...model, modelRowId: ModelRowId.parse(1) };
      const { results } = await scoreTrack({ input, models: [requested] }, deps);
      const [result] = results;
      if (result && 'scores' in result) return result.scores;
      throw new EarmarkError('INFERENCE_FAILED', result?.failure.message ?? 'There are no scores.');
    },
    async close() {
      for (const session of sessions) await (await session).close();
    },
  };
}
