import { chunkAt } from '@earmark/core/audio';
import type { InstalledModel } from '@earmark/core/model';
import { CHUNK_PLANS, meanScores } from '@earmark/core/tagging';
import { openFrontEnd, openOnnxSession } from '@earmark/inference';
import { ownCpuSeconds } from '../support/cpu-seconds.ts';

export interface ScoredAlone {
  readonly cpuSeconds: number;
  /** Of each waveform. */
  readonly scores: readonly (readonly number[])[];
}

/** A network with its front end and nothing around it, in this process; its first chunk is not counted. */
export async function scoreAlone(
  model: InstalledModel,
  waveforms: readonly Float32Array[],
): Promise<ScoredAlone> {
  const { scoring, inputLength } = model.spec;
  const frontEnd = await openFrontEnd(model);
  const session = await openOnnxSession(model, 'cpu');
  const scoreChunk = (chunk: Float32Array) =>
    session.score(frontEnd.transform([chunk]), frontEnd.shape);
  const scoreWaveform = async (waveform: Float32Array) => {
    const chunkScores: Float32Array[] = [];
    for (const start of CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength })) {
      chunkScores.push(...(await scoreChunk(chunkAt(waveform, { start, length: inputLength }))));
    }
    return [...meanScores(chunkScores)];
  };
  await scoreChunk(new Float32Array(inputLength));
  const begin = ownCpuSeconds();
  const scores: number[][] = [];
  for (const waveform of waveforms) scores.push(await scoreWaveform(waveform));
  const cpuSeconds = ownCpuSeconds() - begin;
  await session.close();
  return { cpuSeconds, scores };
}
