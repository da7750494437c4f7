/** Where the chunks of a track begin, each `inputLength` samples long; only the last may reach over its end. */
export type ChunkPlan = (of: {
  readonly nSamples: number;
  readonly inputLength: number;
}) => readonly number[];

export const N_SPREAD = 16;

/**
 * 16 chunks that are evenly spaced over the slack, so the last one ends before the track does; one, from 0, of
 * a track that is shorter than a chunk.
 *
 * @see the published evaluation of sota-music-tagging-models: `hop = (len - input_length) // 16`
 */
export const spreadChunks: ChunkPlan = ({ nSamples, inputLength }) => {
  const slack = nSamples - inputLength;
  if (slack < 0) return [0];
  const hop = Math.floor(slack / N_SPREAD);
  return Array.from({ length: N_SPREAD }, (_, i) => i * hop);
};

/**
 * One chunk from the middle of the track; from 0 where the track is shorter.
 *
 * @see MTG-Jamendo's melspectrograms.py: `segment_start = (len(audio) - segment_duration) // 2`
 */
export const centredChunk: ChunkPlan = ({ nSamples, inputLength }) => [
  Math.max(0, Math.floor((nSamples - inputLength) / 2)),
];

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
