/** Memory that every call gets again; it grows to the longest it was asked for. */
export type ReusedFloats = (length: number) => Float32Array;

/** @param isShared whether other threads can be given it without a copy; the runtime cannot read such memory */
export function createReusedFloats({ isShared }: { readonly isShared: boolean }): ReusedFloats {
  const Memory = isShared ? SharedArrayBuffer : ArrayBuffer;
  let floats = new Float32Array(new Memory(0));
  return (length) => {
    if (floats.length < length) {
      floats = new Float32Array(new Memory(Float32Array.BYTES_PER_ELEMENT * length));
    }
    return floats.subarray(0, length);
  };
}
