import type { Services } from '@earmark/runtime/embedded/services.js';
import type { Variables } from '@earmark/worker/device/probe-device.js';
import type { Context } from '../context.ts';
import { startProgram, type ChildProgram } from './child-program.ts';
import type { Display } from './display.ts';
import { toMessage } from './message-line.ts';

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
