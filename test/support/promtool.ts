import { spawnSync } from 'node:child_process';
import { findProgram } from '@earmark/runtime/process';

const program = findProgram(['promtool'], process.env['PATH'] ?? '');
if (program === undefined) {
  console.warn(
    'SKIPPED, the tests of alerts and recording rules: PATH has no promtool. ' +
      'Get it with: apt-get install prometheus (or: brew install prometheus)',
  );
}

export const hasPromtool = program !== undefined;

/** What promtool says; an error with that when it finds a fault. */
export function promtool(...args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program ?? 'promtool', args, {
    encoding: 'utf8',
    // Go would collect garbage for a third of its time.
    env: { ...process.env, GOGC: '800' },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`promtool ${args.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}
