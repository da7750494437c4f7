import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { VERSION } from '@earmark/runtime/command';

/** The first line of every table: which machine, which Node, which version of the code. */
export function facts(): string {
  return `${cpus()[0]?.model ?? 'unknown CPU'} x ${String(cpus().length)}, Node ${process.version}, ${revision()}`;
}

/** `commit 26565b9`; without git or outside a repository the version of Earmark, which names its commit where it was packed. */
function revision(): string {
  if (VERSION.includes('+')) return `version ${VERSION}`;
  try {
    const commit = execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `commit ${commit.trim()}`;
  } catch {
    return `version ${VERSION}, no git`;
  }
}
