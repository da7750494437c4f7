import { spawn, type StdioOptions } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FfmpegRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Descriptor of the open file that takes its standard output. */
  readonly output: number;
  /** Kills it at once. */
  readonly signal: AbortSignal;
}

export interface FfmpegEnd {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** The end of what it wrote to its standard error. */
  readonly complaint: string;
}

/** What ffmpeg needs to start and to find its libraries; it is told nothing else. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];

/** A broken file can make ffmpeg complain for megabytes; the last lines say why it gave up. */
const COMPLAINT_LENGTH = 4_096;

/**
 * How an ffmpeg process ended, once it is gone and its output is complete.
 *
 * @throws the system's error when it cannot be started
 */
export function runFfmpeg(run: FfmpegRun): Promise<FfmpegEnd> {
  const stdio: StdioOptions = ['ignore', run.output, 'pipe'];
  const env = ffmpegEnvironment(run.environment);
  const child = spawn(run.command, run.args, { stdio, env, windowsHide: true });
  const kill = (): void => void child.kill('SIGKILL');
  run.signal.addEventListener('abort', kill);
  if (run.signal.aborted) kill();

  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_LENGTH);
  });
  return new Promise<FfmpegEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, killedBy) => {
      resolve({ exitCode, killedBy, complaint });
    });
  }).finally(() => {
    run.signal.removeEventListener('abort', kill);
  });
}

export function ffmpegEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]]));
}
