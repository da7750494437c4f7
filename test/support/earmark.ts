import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach } from 'vitest';
import { waitedFor } from './wait-for.ts';

const MAIN = fileURLToPath(new URL('../../dist/earmark/programs/main.js', import.meta.url));

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

// A test that failed says what it was waiting for, and what every program that it started had to say.
let nReported = 0;
afterEach(({ task }) => {
  const started = all.slice(nReported);
  nReported = all.length;
  if (task.result?.state !== 'fail') return;
  const waited = waitedFor().map((what) => `waiting until ${what}`);
  console.error([`FAILED: ${task.name}`, ...waited, ...started.map(describe)].join('\n'));
});

function describe({ process: { spawnargs, exitCode, signalCode }, ...output }: Started): string {
  const end = signalCode ?? exitCode ?? 'still running';
  const [, , ...args] = spawnargs;
  return `--- ${args.join(' ')}: ${String(end)}\n${output.stdout()}${output.stderr()}`;
}

// What a test that failed leaves running ends with its file, if need be at once: its servers may be gone.
const all: Started[] = [];
afterAll(async () => {
  for (const { process } of all) process.kill('SIGTERM');
  const killing = setTimeout(() => {
    for (const { process } of all) process.kill('SIGKILL');
  }, 10_000);
  await Promise.all(all.map(({ ended }) => ended));
  clearTimeout(killing);
});

/** Starts `earmark ARGS` with these variables and no others but PATH. */
export function startEarmark(args: readonly string[], variables: Variables): Started {
  return startNode([MAIN, ...args], variables);
}

/** How `earmark ARGS` ends. */
export function earmark(args: readonly string[], variables: Variables): Promise<Ended> {
  return startEarmark(args, variables).ended;
}

/** Starts Node on a script. */
export function startNode(
  args: readonly string[],
  variables: Variables,
  options: Pick<SpawnOptions, 'uid' | 'gid'> = {},
): Started {
  const env = { PATH: process.env['PATH'], ...variables };
  const child = spawn(process.execPath, args, {
    ...options,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
  const started = { process: child, stdout: () => stdout, stderr: () => stderr, ended };
  all.push(started);
  return started;
}
