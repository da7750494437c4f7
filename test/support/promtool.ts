import { execFile, type ExecFileException, spawnSync } from 'node:child_process';
import { findProgram } from '@earmark/runtime/process';

const program = findProgram(['promtool'], process.env['PATH'] ?? '');
if (program === undefined) {
  console.warn(
    'SKIPPED, the tests of alerts and recording rules: PATH has no promtool. ' +
      'Get it with: apt-get install prometheus (or: brew install prometheus)',
  );
}

export const hasPromtool = program !== undefined;

/** Go would collect garbage for a third of its time. */
const env = { ...process.env, GOGC: '800' };

/** What promtool says; an error with that when it finds a fault. */
export function promtool(...args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program ?? 'promtool', args, {
    encoding: 'utf8',
    env,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`promtool ${args.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

export interface Verdicts {
  /** The files whose rules do what they say. */
  readonly passed: readonly string[];
  /** What promtool has to say about all others. */
  readonly faults: string;
}

/** Tests rules with all these files. */
export function testRules(files: readonly string[]): Promise<Verdicts> {
  return new Promise((resolve, reject) => {
    const report = (error: ExecFileException | null, stdout: string, faults: string) => {
      // What ends with a number has found faults.
      if (error && typeof error.code !== 'number')
        reject(new Error('promtool does not run', { cause: error }));
      const passed = [...stdout.matchAll(/^Unit Testing: +(.+)\n +SUCCESS$/gm)];
      resolve({ passed: passed.map(([, file]) => file!), faults });
    };
    execFile(program ?? 'promtool', ['test', 'rules', ...files], { env }, report);
  });
}
