import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A disk in memory of so many bytes, mounted as this folder; undefined, loudly, where we may not mount one. */
export function mountSmallDisk(folder: string, sizeBytes: number): { unmount(): void } | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    const size = `size=${String(sizeBytes)}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    console.warn('SKIPPED, the test of a full disk: only root on Linux may mount a small one.');
    return undefined;
  }
  return { unmount: () => execFileSync('umount', [folder]) };
}
