import type { ChunkSpec } from '../model/chunk-spec.ts';

/** What a chunk that reaches over the end of a track is filled up with. */
export type Fill = ChunkSpec['short'];

/**
 * Where the chunks of a track begin, in samples or frames, as its length is; only the last may reach over its end.
 *
 * @param nAll length of the track
 */
export function chunkStarts(chunks: ChunkSpec, nAll: number): readonly number[] {
  const slack = nAll - chunks.length;
  if (slack < 0) return [0];
  switch (chunks.rule) {
    case 'spread':
      return spread(slack, chunks.count);
    case 'centre':
      return [Math.floor(slack / 2)];
    case 'hop':
      return everyHop(nAll, chunks);
  }
}

/**
 * Evenly spaced over the slack, so that the last one ends before the track does.
 *
 * @see the published evaluation of sota-music-tagging-models: `hop = (len - input_length) // 16`
 */
function spread(slack: number, count: number): readonly number[] {
  const hop = Math.floor(slack / count);
  return Array.from({ length: count }, (_, i) => i * hop);
}

function everyHop(
  nAll: number,
  { length, hop, last }: Extract<ChunkSpec, { rule: 'hop' }>,
): readonly number[] {
  const slack = nAll - length;
  const nWhole = 1 + Math.floor(slack / hop);
  const starts = Array.from({ length: nWhole }, (_, i) => i * hop);
  const isAllRead = (nWhole - 1) * hop === slack;
  if (last === 'drop' || isAllRead) return starts;
  if (last === 'align-end') return [...starts, slack];
  // With a hop that is longer than a chunk, the next one may begin where the track has ended.
  const next = nWhole * hop;
  return next < nAll ? [...starts, next] : starts;
}

/** What fills up a chunk of a track of this length that reaches over its end. */
export function fillOf(chunks: ChunkSpec, nAll: number): Fill {
  if (nAll < chunks.length || chunks.rule !== 'hop') return chunks.short;
  return chunks.last === 'repeat' ? 'repeat' : 'silence';
}

/**
 * `length` samples from `start` on: a view of the waveform where it has them all, else a copy that is filled up.
 */
export function chunkAt(
  waveform: Float32Array,
  { start, length, fill }: { start: number; length: number; fill: Fill },
): Float32Array {
  const samples = waveform.subarray(start, start + length);
  if (samples.length === length) return samples;
  const filled = new Float32Array(length);
  filled.set(samples);
  if (fill === 'repeat') repeatFrom(filled, samples.length);
  return filled;
}

/** Repeats the first `nGiven` values over the rest. */
export function repeatFrom(values: Float32Array, nGiven: number): void {
  for (let i = nGiven; nGiven > 0 && i < values.length; i += nGiven) {
    values.copyWithin(i, 0, Math.min(nGiven, values.length - i));
  }
}
