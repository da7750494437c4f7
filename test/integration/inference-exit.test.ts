import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../support/leave-while-scoring.mjs', import.meta.url));

test.each([
  { leave: 'exit', status: 130, stdout: '' },
  { leave: 'close', status: 0, stdout: 'An inference thread failed: it ended.\n' },
])('a process that leaves by $leave while it scores does not abort', ({ leave, ...ends }) => {
  const ended = spawnSync(process.execPath, [PROGRAM, leave], { encoding: 'utf8' });
  expect(ended).toMatchObject({ ...ends, stderr: '' });
});
