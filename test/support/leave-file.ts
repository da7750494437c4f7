import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** A process id that no process has. */
export const DEAD_PID = spawnSync(process.execPath, ['--version']).pid;

export const THIS_MACHINE = existsSync('/proc/self/ns/pid')
  ? `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  : hostname();

export const OTHER_MACHINE = 'elsewhere pid:[1]';

export interface FileOwner {
  readonly machine: string;
  readonly pid: number;
  /** Since the owner last touched the file. */
  readonly silentSeconds: number;
}

/** Leaves a file as another process does that owns it, or owned it until it was killed. */
export function leaveFile(path: string, { silentSeconds, ...owner }: FileOwner): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(owner));
  const touchedAt = Date.now() / 1_000 - silentSeconds;
  utimesSync(path, touchedAt, touchedAt);
}
