import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { GraphBuilder } from '@earmark/converter/onnx';
import { chunkAt, chunkStarts } from '@earmark/core/audio';
import type { ChunkSpec, InstalledModel } from '@earmark/core/model';
import { readCatalogue, readVocabulary } from '@earmark/models';
import { installConverted } from '@earmark/models/install';

/** A second at that rate is a chunk of its network. */
export interface Probe {
  /** Of the catalogue. */
  readonly name: string;
  /** In Hz. */
  readonly sampleRate: number;
}

const GAIN = 100;

/**
 * Installs a network whose scores can be computed by hand. It reads how much neighbouring samples differ, which depends
 * on the rate and, more than loudness does, on what lies above 8 kHz.
 */
export async function installProbe(
  modelsFolder: string,
  { name, sampleRate }: Probe,
): Promise<InstalledModel> {
  const entry = (await readCatalogue()).find((one) => one.name === name);
  if (!entry) throw new Error(`the catalogue has no model ${name}`);
  const nTags = (await readVocabulary(entry.vocabulary)).tags.length;
  const folder = join(modelsFolder, name);
  const spec = await installConverted(
    { entry, weightsSha256: '0'.repeat(64), published: false },
    {
      onnx: probeNetwork(sampleRate, nTags),
      cut: { sampleRate, downmix: 'mean', chunks: chunksOf(sampleRate) },
      frontEnd: { kind: 'waveform' },
      axes: ['batch', 'samples'],
      nTags,
      nMacs: 1,
      conversionVersion: 'probe-1',
    },
    folder,
  );
  return { spec, folder, parent: null };
}

function chunksOf(length: number): ChunkSpec {
  return { rule: 'spread', count: 16, cutFrom: 'waveform', length, short: 'silence' };
}

function probeNetwork(inputLength: number, nTags: number): Uint8Array {
  const graph = new GraphBuilder('probe');
  const waveform = graph.input('waveform', ['batch', inputLength]);
  const pairs = graph.integers([0, inputLength / 2, 2]);
  const minus = graph.floats('minus', [2, 1], Float32Array.of(1, -1));
  const gains = Float32Array.from({ length: nTags }, (_, tag) => gainOf(tag));
  const differences = graph.node('MatMul', 'differences', [
    graph.node('Reshape', 'pairs', [waveform, pairs]),
    minus,
  ]);
  const sizes = graph.node('Abs', 'sizes', [differences]);
  const mean = graph.node('ReduceMean', 'mean', [sizes, graph.integers([1])], { keepdims: 0 });
  const logits = graph.node('MatMul', 'logits', [mean, graph.floats('gains', [1, nTags], gains)]);
  graph.output(graph.node('Sigmoid', 'scores', [logits]), ['batch', nTags]);
  return graph.encode('probe-1');
}

/** The first two are enough to tell one from another. */
function gainOf(tag: number): number {
  return GAIN * (1 + (tag % 2));
}

/** What the network scores the first tag of a track, computed here. */
export function probeScore(waveform: Float32Array, sampleRate: number): number {
  const starts = chunkStarts(chunksOf(sampleRate), waveform.length);
  const scores = starts.map((start) => {
    const chunk = chunkAt(waveform, { start, length: sampleRate, fill: 'silence' });
    let sum = 0;
    for (let i = 0; i < chunk.length; i += 2) sum += Math.abs(chunk[i]! - chunk[i + 1]!);
    return 1 / (1 + Math.exp((-GAIN * sum) / (chunk.length / 2)));
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** What ffmpeg makes of a mono file when it resamples it to these rates one after the other. */
export function resampledByFfmpeg(path: string, rates: readonly number[]): Float32Array {
  const filter = rates.map((rate) => `aresample=${String(rate)}:resampler=soxr:precision=28`);
  const args = ['-v', 'error', '-i', path, '-af', filter.join(), '-f', 'f32le', 'pipe:1'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
