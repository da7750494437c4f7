import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitedFor } from './wait-for.ts';

export const MAIN = fileURLToPath(new URL('../../dist/earmark/programs/main.js', import.meta.url));

export type Variables = Readonly<Record<string, string | undefined>>;

/** The user that a program runs as; that of the tests unless told. */
export type StartedAs = Pick<SpawnOptions, 'uid' | 'gid'>;

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

/** Those that tests of this process have started and that have not been reported yet. */
let started: Started[] = [];

/** Says of a test that failed what it was waiting for, and what every program that it started had to say. */
export function reportPrograms({ name, hasFailed }: { name: string; hasFailed: boolean }): void {
  const waited = waitedFor().map((what) => `waiting until ${what}`);
  if (hasFailed) console.error([`FAILED: ${name}`, ...waited, ...started.map(describe)].join('\n'));
  started = started.filter(isRunning);
}

/** Ends what a test that failed has left running, if need be at once: its servers may be gone. */
export async function endPrograms(): Promise<void> {
  const left = started.filter(isRunning);
  for (const { process } of left) process.kill('SIGTERM');
  const killing = setTimeout(() => {
    for (const { process } of left) process.kill('SIGKILL');
  }, 10_000);
  await Promise.all(left.map(({ ended }) => ended));
  clearTimeout(killing);
  started = [];
}

function isRunning({ process: { exitCode, signalCode } }: Started): boolean {
  return exitCode === null && signalCode === null;
}

function describe({ process: { spawnargs, exitCode, signalCode }, ...output }: Started): string {
  const end = signalCode ?? exitCode ?? 'still running';
  const [, , ...args] = spawnargs;
  return `--- ${args.join(' ')}: ${String(end)}\n${output.stdout()}${output.stderr()}`;
}

/** Starts `earmark ARGS` with these variables and no others but PATH. */
export function startEarmark(
  args: readonly string[],
  variables: Variables,
  user: StartedAs = {},
): Started {
  return startNode([MAIN, ...args], variables, user);
}

/** How `earmark ARGS` ends. */
export function earmark(
  args: readonly string[],
  variables: Variables,
  user: StartedAs = {},
): Promise<Ended> {
  return startEarmark(args, variables, user).ended;
}

/** Starts `earmark ARGS` as the last command of a shell script, which sees to its surroundings. */
export function startEarmarkAfter(
  script: string,
  args: readonly string[],
  variables: Variables,
): Started {
  const command = ['-c', `${script}; exec "$0" "$@"`, process.execPath, MAIN, ...args];
  return startProgram('/bin/sh', command, variables);
}

/** Starts Node on a script. */
export function startNode(
  args: readonly string[],
  variables: Variables,
  user: StartedAs = {},
): Started {
  return startProgram(process.execPath, args, variables, user);
}

/** Starts a program with these variables, and PATH. */
export function startProgram(
  command: string,
  args: readonly string[],
  variables: Variables,
  user: StartedAs = {},
): Started {
  const env = { PATH: process.env['PATH'], ...variables };
  const child = spawn(command, args, {
    ...user,
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
  const program = { process: child, stdout: () => stdout, stderr: () => stderr, ended };
  started.push(program);
  return program;
}
