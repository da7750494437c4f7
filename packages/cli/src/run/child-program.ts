import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

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
