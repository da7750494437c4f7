import { EventEmitter } from 'node:events';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { ExitWithCode } from './exit-with-code.ts';
import { runMain } from './run-main.ts';

/** Runs one command with this action as a process of its own would; returns how that ended. */
async function runAction(action: () => Promise<void> | void, args: readonly string[] = []) {
  let printed = '';
  const stream = Object.assign(new EventEmitter(), {
    write: (text: string) => (printed += text),
  });
  const self = Object.assign(new EventEmitter(), {
    env: {},
    argv: ['node', 'earmark', ...args],
    stdout: stream,
    stderr: stream,
    exitCode: undefined as number | undefined,
    exit: () => undefined,
  });
  await runMain(self as unknown as NodeJS.Process, () => new Command('earmark').action(action));
  return { exitCode: self.exitCode, printed };
}

test.each([
  { what: 'success', error: undefined, exitCode: 0 },
  { what: 'a bug', error: new Error('x is not a function'), exitCode: 70 },
  { what: 'a cancelled run', error: new EarmarkError('RUN_CANCELLED', ''), exitCode: 4 },
  { what: 'an outage', error: new EarmarkError('STORE_UNAVAILABLE', ''), exitCode: 3 },
  { what: 'failed tasks', error: new ExitWithCode('someFailed'), exitCode: 1 },
  { what: 'an interruption', error: new DOMException('', 'AbortError'), exitCode: 130 },
])('$what ends with exit code $exitCode', async ({ error, exitCode }) => {
  const ended = await runAction(() => {
    if (error) throw error;
  });
  expect(ended.exitCode).toBe(exitCode);
});

test('an unknown option ends with exit code 2', async () => {
  expect(await runAction(() => undefined, ['--nonsense'])).toEqual({
    exitCode: 2,
    printed: "earmark: unknown option '--nonsense'. For its usage: earmark --help\n",
  });
});

test('a bug is printed with its stack, any other failure with its message alone', async () => {
  const bug = await runAction(() => {
    throw new Error('x is not a function');
  });
  expect(bug.printed).toMatch(/^earmark: x is not a function\n.*\n +at /);
  const failure = await runAction(() => {
    throw new EarmarkError('USAGE_INVALID', 'There is no run 9.');
  });
  expect(failure.printed).toBe('earmark: There is no run 9.\n');
});
