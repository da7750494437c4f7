/** Vectors of one length one after the other, as a batch of them is fed to a network; none make an empty one. */
export function joinRows(rows: readonly Float32Array[]): Float32Array {
  const length = rows[0]?.length ?? 0;
  const joined = new Float32Array(rows.length * length);
  rows.forEach((row, i) => {
    joined.set(row, i * length);
  });
  return joined;
}
