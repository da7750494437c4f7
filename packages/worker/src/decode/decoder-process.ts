import { spawn, type StdioOptions } from 'node:child_process';
import { type Command, type ProcessLimits, withLimits } from './process-limits.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface DecoderRun extends Command {
  readonly environment: Environment;
  readonly limits: ProcessLimits;
  /** Descriptor of the open file that takes its standard output. */
  readonly output: number;
  /** Kills it at once. */
  readonly signal: AbortSignal;
}

export interface DecoderEnd {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** The end of what it wrote to its standard error. */
  readonly stderrTail: string;
}

/** What a decoder needs to start and to find its libraries; it is told nothing else. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];

/** A broken file can make ffmpeg complain for megabytes; the last lines say why it gave up. */
const STDERR_TAIL_LENGTH = 4_096;

/** What a shell says of a command that it cannot start. */
const NOT_STARTED = [126, 127];

/**
 * How a decoding process ended, once it is gone and its output is complete.
 *
 * @throws the system's error when it cannot be started
 */
export async function runDecoder(run: DecoderRun): Promise<DecoderEnd> {
  const stdio: StdioOptions = ['ignore', run.output, 'pipe'];
  const env = decoderEnvironment(run.environment);
  const { command, args } = withLimits(run, run.limits);
  const child = spawn(command, args, { stdio, env, windowsHide: true });
  const kill = (): void => void child.kill('SIGKILL');
  run.signal.addEventListener('abort', kill);
  if (run.signal.aborted) kill();

  let stderrTail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-STDERR_TAIL_LENGTH);
  });
  const end = await new Promise<DecoderEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, killedBy) => {
      resolve({ exitCode, killedBy, stderrTail });
    });
  }).finally(() => {
    run.signal.removeEventListener('abort', kill);
  });
  if (NOT_STARTED.includes(end.exitCode ?? 0)) throw new Error(stderrTail.trim());
  return end;
}

export function decoderEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]]));
}
