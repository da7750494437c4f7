import type { FrontEndTransform } from './front-end.ts';

/** The features of some chunks one after the other, [nChunks, ...shape]; those of one chunk alone are not copied. */
export function featuresOf(
  frontEnd: FrontEndTransform,
  chunks: readonly Float32Array[],
): Float32Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return frontEnd.transform(only);
  const size = frontEnd.shape.reduce((product, length) => product * length, 1);
  const batch = new Float32Array(chunks.length * size);
  chunks.forEach((chunk, i) => {
    batch.set(frontEnd.transform(chunk), i * size);
  });
  return batch;
}
