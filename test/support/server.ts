import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '@earmark/runtime/process';
import { waitFor } from './wait-for.ts';

/** A server that is no program of ours, until `close`. */
export interface Server {
  close(): Promise<void>;
}

/** The first of these programs that is on PATH. */
export function findServer(...names: readonly string[]): string | undefined {
  return findProgram(names, process.env['PATH'] ?? '');
}

/**
 * Starts a server and waits until an address of it answers.
 *
 * @throws when it ends before, with what it had to say
 */
export async function startServer(
  program: string,
  options: {
    readonly args: readonly string[];
    readonly variables?: Readonly<Record<string, string>>;
    readonly readyUrl: string;
  },
): Promise<Server> {
  const { args, variables = {}, readyUrl } = options;
  const server = spawn(program, args, {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'close');
  let stderr = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await waitFor(async () => {
    if (server.exitCode !== null) throw new Error(`${program} ended:\n${stderr}`);
    return isOk(readyUrl);
  }, `${program} is ready`);
  return {
    async close() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function isOk(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
