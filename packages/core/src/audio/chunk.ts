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

/** Fills `out` with the samples from `start` on, and with zeros after the end of the waveform. */
export function copyChunk(waveform: Float32Array, start: number, out: Float32Array): void {
  const samples = waveform.subarray(start, start + out.length);
  out.set(samples);
  out.fill(0, samples.length);
}
