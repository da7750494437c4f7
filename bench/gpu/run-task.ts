import { fork } from 'node:child_process';
import { DEVICES, parseDriverError } from '@earmark/inference/devices';
import type { Sample, Task, TaskEnd } from './task.ts';

/** How the measuring of something ended; what was measured before is kept. */
export type Ending =
  | { readonly state: 'done' }
  /** It cannot be computed, or took its process with it. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'left out'; readonly reason: string };

const PROCESS = new URL('./measuring-process.js', import.meta.url);

export type RunTask = (
  task: Task,
  limitSeconds: number,
  onSample: (sample: Sample) => void,
) => Promise<Ending>;

/** Measures in a process of its own, which is killed after the limit. */
export const runTask: RunTask = (task, limitSeconds, onSample) => {
  const environment = 'device' in task ? DEVICES[task.device].environment : {};
  const child = fork(PROCESS, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, 1_000 * limitSeconds);
  let end: TaskEnd | undefined;
  child.on('message', (message: Sample | TaskEnd) => {
    if (message.kind === 'end') end = message;
    else onSample(message);
  });
  child.send(task);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (end?.failure === null) resolve({ state: 'done' });
      else if (isLate)
        resolve({ state: 'left out', reason: `it took more than ${limitSeconds.toFixed(0)} s` });
      else {
        const reason =
          end?.failure ?? `the process ended with ${signal ?? `exit code ${String(code)}`}`;
        resolve({ state: 'failed', reason: parseDriverError(stderr + reason)?.reason ?? reason });
      }
    });
  });
};
