import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds what changed: these tests start threads and programs, which run what was built. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', 'packages/cli'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
