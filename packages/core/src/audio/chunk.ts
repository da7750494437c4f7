/** A model reads this many chunks of a track, and its scores are their mean. */
export const N_CHUNKS = 16;

/**
 * First sample of every chunk: 16 starts that are evenly spaced over the slack, so the last chunk
 * ends before the track does; one start, 0, for a track that is shorter than a chunk.
 *
 * @see the published evaluation of sota-music-tagging-models: `hop = (len - input_length) // 16`
 */
export function chunkStarts(of: { nSamples: number; inputLength: number }): readonly number[] {
  const slack = of.nSamples - of.inputLength;
  if (slack < 0) return [0];
  const hop = Math.floor(slack / N_CHUNKS);
  return Array.from({ length: N_CHUNKS }, (_, i) => i * hop);
}

/**
 * `length` samples from `start` on: a view of the waveform where it has them all, else a copy that goes on
 * with zeros after its end.
 */
export function chunkAt(
  waveform: Float32Array,
  { start, length }: { start: number; length: number },
): Float32Array {
  const samples = waveform.subarray(start, start + length);
  if (samples.length === length) return samples;
  const padded = new Float32Array(length);
  padded.set(samples);
  return padded;
}
