import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that a process started, and those that they started; empty where there is no /proc. */
export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map(pids().map((child) => [child, parentOf(child)]));
  const below = (parent: number): readonly number[] =>
    [...parents].flatMap(([child, itsParent]) =>
      itsParent === parent ? [child, ...below(child)] : [],
    );
  return below(pid);
}

/** The most memory that a process and its descendants held together, looked at ten times a second. */
export function watchMemory(pid: number): { readonly peakBytes: () => number; stop(): void } {
  let peak = 0;
  const timer = setInterval(() => {
    const held = [pid, ...descendantsOf(pid)].reduce((sum, id) => sum + residentBytes(id), 0);
    peak = Math.max(peak, held);
  }, 100);
  return {
    peakBytes: () => peak,
    stop() {
      clearInterval(timer);
    },
  };
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  // The name of the program, in brackets, may hold anything.
  return Number(
    read(`/proc/${String(pid)}/stat`)
      .split(') ')
      .at(-1)
      ?.split(' ')[1] ?? 0,
  );
}

function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(read(`/proc/${String(pid)}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1_024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
