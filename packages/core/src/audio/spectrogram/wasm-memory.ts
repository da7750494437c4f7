/** A WebAssembly.Memory; growing it empties all earlier views of its buffer. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  readonly grow: (nPages: number) => number;
}

const PAGE = 65_536;

/** Writes arrays from an address on, one after the other; returns the address after the last. */
export function appendArrays(
  memory: WasmMemory,
  address: number,
  arrays: readonly (Float32Array | Int32Array)[],
): number {
  let end = address;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    reserveBytes(memory, end + byteLength);
    new Uint8Array(memory.buffer).set(new Uint8Array(buffer, byteOffset, byteLength), end);
    end += byteLength;
  }
  return end;
}

/** Grows the memory where it is smaller. @throws RangeError when there is no more of it */
export function reserveBytes(memory: WasmMemory, nBytes: number): void {
  const nMissing = nBytes - memory.buffer.byteLength;
  if (nMissing > 0) memory.grow(Math.ceil(nMissing / PAGE));
}
