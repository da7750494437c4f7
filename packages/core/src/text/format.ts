/** 55609 as `55,609`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `1 track`, `2 tracks`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0.3 MB`, `5.4 GB`: decimal units, one digit after the point. */
export function formatBytes(nBytes: number): string {
  return nBytes < 1e9 ? `${(nBytes / 1e6).toFixed(1)} MB` : `${(nBytes / 1e9).toFixed(1)} GB`;
}
