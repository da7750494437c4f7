import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** The first line of every table: which machine, which commit. */
export function facts(): string {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], {
    encoding: 'utf8',
  }).trim();
  return `${cpus()[0]?.model ?? 'unknown CPU'} x ${String(cpus().length)}, Node ${process.version}, commit ${commit}`;
}
