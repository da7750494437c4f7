import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, the same on every Linux. */
const TICKS = 100;

/** CPU seconds (user and system) of this process's children that have ended, and of theirs. Linux only. */
export function childCpuSeconds(): number {
  return statOf('self')?.endedChildrenSeconds ?? 0;
}

/** CPU seconds of this process, all threads. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds of a process and of its children, those that have ended included. Linux only. */
export function familyCpuSeconds(pid: number): number {
  const children = readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    return stat?.parent === pid ? stat.seconds + stat.endedChildrenSeconds : [];
  });
  const { seconds = 0, endedChildrenSeconds = 0 } = statOf(String(pid)) ?? {};
  return children.reduce((sum, more) => sum + more, seconds + endedChildrenSeconds);
}

interface ProcessStat {
  readonly parent: number;
  readonly seconds: number;
  readonly endedChildrenSeconds: number;
}

/** Undefined when there is no such process any more. */
function statOf(pid: string): ProcessStat | undefined {
  try {
    // The name in parentheses may hold anything; fields are counted from behind it, as in proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [
      1, 11, 12, 13, 14,
    ].map((index) => Number(fields[index]));
    return {
      parent,
      seconds: (user + system) / TICKS,
      endedChildrenSeconds: (childUser + childSystem) / TICKS,
    };
  } catch {
    return undefined;
  }
}
