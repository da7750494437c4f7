import { readFileSync } from 'node:fs';

/** Most memory that a process was resident with so far, in bytes; 0 once it has ended. Linux only. */
export function peakMemory(pid: number | 'self' = 'self'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1_024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
