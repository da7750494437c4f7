import { audioModelOf, chunkSamples, type InstalledModel } from '@earmark/core/model';
import { meanScores } from '@earmark/core/tagging';
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
  const audioModel = audioModelOf(model);
  const frontEnd = await openFrontEnd(audioModel);
  const session = await openOnnxSession(model, 'cpu');
  const scoreChunks = async (waveform: Float32Array, atMost = Infinity) => {
    const chunkScores: Float32Array[] = [];
    const chunks = frontEnd.chunksOf(waveform);
    for (let first = 0; first < Math.min(chunks.count, atMost); first++) {
      const features = chunks.features({ first, count: 1 });
      const { scores } = await session.run(features, frontEnd.shape);
      chunkScores.push(...scores);
    }
    return [...meanScores(chunkScores)];
  };
  await scoreChunks(new Float32Array(chunkSamples(audioModel.spec.input)), 1);
  const begin = ownCpuSeconds();
  const scores: number[][] = [];
  for (const waveform of waveforms) scores.push(await scoreChunks(waveform));
  const cpuSeconds = ownCpuSeconds() - begin;
  await session.close();
  return { cpuSeconds, scores };
}
