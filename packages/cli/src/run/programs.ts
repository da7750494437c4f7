import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import type { Variables } from '@earmark/inference/devices';
import type { Context } from '@earmark/runtime/command';
import type { Display } from '@earmark/runtime/display';
import type { EventName } from '@earmark/runtime/log';
import type { Services } from '@earmark/services';

/** One of the three programs, started by `run`. */
export interface ChildProgram {
  /** Asks it to finish what is in flight and exit. */
  readonly stop: () => void;
  readonly ended: Promise<ProgramEnd>;
}

export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Everything that it wrote to stdout. */
  readonly output: string;
}

/**
 * Starts this program with other arguments and variables. It runs in a process group of its own, so that Ctrl-C reaches only this
 * process, and exits by itself when this process is killed, because the channel between them closes.
 *
 * @param onLine receives each line that it writes to stderr
 */
function startProgram(
  script: string,
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  { onLine, onTold }: { onLine: (line: string) => void; onTold: Instance['onTold'] },
): ChildProgram {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    env: variables,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  if (child.stderr) createInterface({ input: child.stderr }).on('line', onLine);
  if (onTold) child.on('message', onTold);
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

/** One of several instances of the same program. */
interface Instance {
  /** From 0; the ports of all but the first come after those of the other programs. */
  readonly index: number;
  /** Additions to its environment. */
  readonly variables: Variables;
  /** Receives what it tells its parent. */
  readonly onTold?: (message: unknown) => void;
}

/** Starts a program of Earmark on the services of this run. */
export type StartProgram = (
  name: ProgramName,
  args: readonly string[],
  instance?: Instance,
) => ChildProgram;

/** The only instance of a program. */
export const SINGLE: Instance = { index: 0, variables: {} };

export function createPrograms(
  { env, variables, script }: Context,
  { databaseUrl, redisUrl }: Services,
  display: Display,
): StartProgram {
  return (name, args, { index, variables: instanceVariables, onTold } = SINGLE) => {
    const port = env.EARMARK_METRICS_PORT;
    const offset = index === 0 ? METRICS_PORT_OFFSET[name] : METRICS_PORT_OFFSET.aggregate + index;
    const programVariables = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      EARMARK_LOG_LEVEL: env.EARMARK_LOG_LEVEL ?? 'warn',
      EARMARK_METRICS_PORT: port ? String(port + offset) : undefined,
    };
    return startProgram(
      script,
      [name, ...args],
      { ...variables, ...programVariables, ...instanceVariables },
      {
        onLine: (line) => {
          const message = toMessage(line);
          if (message !== undefined) display.warn(message);
        },
        onTold,
      },
    );
  };
}

const LogLine = z.object({
  program: z.string(),
  event: z.string(),
  msg: z.string(),
  error: z.string().optional(),
});

/** Failed tracks: the summary lists them. */
const SHOWN_OTHERWISE: readonly string[] = ['track_failed', 'tracks_failed'] satisfies EventName[];

/** A line that a program wrote to stderr, for people: log lines are JSON, failures are sentences. */
function toMessage(line: string): string | undefined {
  const { data } = LogLine.safeParse(parsedJson(line));
  if (!data) return line;
  const { program, event, msg, error } = data;
  if (SHOWN_OTHERWISE.includes(event)) return undefined;
  if (event === ('program_failed' satisfies EventName)) return `earmark: ${error ?? msg}`;
  return `${program}: ${msg}${error ? ` (${error})` : ''}`;
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
