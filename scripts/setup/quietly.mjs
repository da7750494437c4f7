import { spawnSync } from 'node:child_process';
import { inRoot } from './root.mjs';

const INTERRUPTED = 130;

/** Runs a command that takes a while. Prints its output only when it fails, and then exits. */
export function quietly(title, command, args) {
  console.error(`${title} ...`);
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: inRoot(),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  if (signal === 'SIGINT') process.exit(INTERRUPTED);
  console.error(`${stdout ?? ''}${stderr ?? ''}`.trim() || String(error ?? signal));
  console.error(`${title}: failed.`);
  process.exit(status ?? 1);
}
