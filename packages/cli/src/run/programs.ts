import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Variables } from '@earmark/inference/devices';
import type { Context } from '@earmark/runtime/command';
import type { Services } from '@earmark/services';
import type { Display } from './display.ts';

/** One of the three programs, started by `run`. */
export interface ChildProgram {
  /** Asks it to finish what is in hand and end. */
  readonly stop: () => void;
  readonly ended: Promise<ProgramEnd>;
}

export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** All it printed. */
  readonly output: string;
}

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

/**
 * Starts `earmark ARGS` with these variables. It is in a process group of its own, so that Ctrl-C reaches only
 * us, and ends by itself when we are killed, because the channel to us closes.
 *
 * @param onMessage takes each line it writes to stderr
 */
export function startProgram(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  onMessage: (line: string) => void,
): ChildProgram {
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
    env: variables,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  if (child.stderr) createInterface({ input: child.stderr }).on('line', onMessage);
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, output });
    });
  });
  return { stop: () => child.kill('SIGTERM'), ended };
}

/** The programs that `run` starts; each serves its metrics on a port of its own, counted from the given one. */
const METRICS_PORT_OFFSET = { produce: 0, work: 1, aggregate: 2 } as const;
type ProgramName = keyof typeof METRICS_PORT_OFFSET;

/** One of several equal programs. */
export interface Instance {
  /** From 0; the ports of all but the first come after those of the other programs. */
  readonly index: number;
  /** What it has of its own in its environment. */
  readonly variables: Variables;
}

/** Starts a program of Earmark on the services of this run. */
export type StartProgram = (
  name: ProgramName,
  args: readonly string[],
  instance?: Instance,
) => ChildProgram;

const ONLY: Instance = { index: 0, variables: {} };

export function createPrograms(
  { env, variables }: Context,
  { databaseUrl, redisUrl }: Services,
  display: Display,
): StartProgram {
  return (name, args, { index, variables: ofInstance } = ONLY) => {
    const port = env.EARMARK_METRICS_PORT;
    const offset = index === 0 ? METRICS_PORT_OFFSET[name] : METRICS_PORT_OFFSET.aggregate + index;
    const own = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      EARMARK_LOG_LEVEL: env.EARMARK_LOG_LEVEL ?? 'warn',
      EARMARK_METRICS_PORT: port ? String(port + offset) : undefined,
    };
    return startProgram([name, ...args], { ...variables, ...own, ...ofInstance }, (line) => {
      display.warn(toMessage(line));
    });
  };
}

const LogLine = z.object({
  program: z.string(),
  msg: z.string(),
  error: z.string().optional(),
});

/** A line that a program wrote to stderr, as people read it: log lines are JSON, failures are sentences. */
export function toMessage(line: string): string {
  const { data } = LogLine.safeParse(parsedJson(line));
  if (!data) return line;
  return `${data.program}: ${data.msg}${data.error ? ` (${data.error})` : ''}`;
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
