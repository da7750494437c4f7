import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const TIMEOUT_MS = 300_000;

/** What `apt-get` prints; undefined when it fails: then a tool is missing, and its tests are skipped. */
export function apt(args, cwd) {
  return output('apt-get', ['-q', '-y', ...args], cwd);
}

/** What a program prints; undefined when it fails. */
export function output(command, args, cwd) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const options = { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 1 << 28 };
  const { status, stdout } = spawnSync(command, args, options);
  return status === 0 ? stdout : undefined;
}

/** Whether `apt-get update` was run before: a container image often comes without lists. */
export function hasLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some(
      (name) => name.endsWith('_Packages') || name.endsWith('.lz4'),
    );
  } catch {
    return false;
  }
}
