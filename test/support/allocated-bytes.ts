/** Bytes of heap and buffers that are in use after `action` and were not before: what it left, dead or alive. */
export function allocatedBytes(action: () => void): number {
  const before = bytesInUse();
  action();
  return bytesInUse() - before;
}

function bytesInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
