import { spawn, type StdioOptions } from 'node:child_process';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import {
  type Command,
  leastEnvironment,
  type ProcessLimits,
  type Variables,
  withLimits,
} from '@earmark/runtime/process';
import { sanitizeMessage } from './sanitize-message.ts';

export interface DecoderRun extends Command {
  readonly environment: Variables;
  readonly limits: ProcessLimits;
  /** Descriptor of the open file that it reads: number 3 in the process. */
  readonly input: number;
  /** Descriptor of the open file that takes its standard output. */
  readonly output: number;
  /** Called with each line of its standard error, without the end of one that is very long. */
  readonly onLine: (line: string) => void;
  /** Kills it at once. */
  readonly signal: AbortSignal;
}

export interface DecoderEnd {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

const MAX_LINE_LENGTH = 4_096;

/** Exit codes of a shell for a command that it cannot start. */
const NOT_STARTED = [126, 127];

/**
 * How a decoding process ended, once it is gone and its output is complete.
 *
 * @throws DECODER_UNAVAILABLE when it cannot be started; the system's error when it may start no more processes
 */
export async function runDecoder(run: DecoderRun): Promise<DecoderEnd> {
  const stdio: StdioOptions = ['ignore', run.output, 'pipe', run.input];
  const env = leastEnvironment(run.environment);
  const { command, args } = withLimits(run, run.limits);
  const child = spawn(command, args, { stdio, env, windowsHide: true });
  const kill = (): void => void child.kill('SIGKILL');
  run.signal.addEventListener('abort', kill);
  if (run.signal.aborted) kill();

  let lastLine = '';
  const lines = createLineSplitter((line) => {
    run.onLine((lastLine = line));
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(text);
  });
  const end = await new Promise<DecoderEnd>((resolve, reject) => {
    child.once('error', (error) => {
      reject(errorCode(error) === 'ENOENT' ? notStarted(error.message) : error);
    });
    child.once('close', (exitCode, killedBy) => {
      lines.end();
      resolve({ exitCode, killedBy });
    });
  }).finally(() => {
    run.signal.removeEventListener('abort', kill);
  });
  if (NOT_STARTED.includes(end.exitCode ?? 0)) throw notStarted(lastLine);
  return end;
}

function notStarted(why: string): EarmarkError {
  return new EarmarkError(
    'DECODER_UNAVAILABLE',
    `ffmpeg cannot be started: ${sanitizeMessage(why)}. Install it again, or set EARMARK_FFMPEG to one that works, or to none.`,
  );
}

/** Passes on each line as soon as it is complete; no more than its beginning is kept. */
function createLineSplitter(onLine: (line: string) => void) {
  let rest = '';
  return {
    push(text: string) {
      const [first = '', ...others] = text.split('\n');
      rest = (rest + first).slice(0, MAX_LINE_LENGTH);
      for (const line of others) {
        if (rest !== '') onLine(rest);
        rest = line.slice(0, MAX_LINE_LENGTH);
      }
    },
    end() {
      if (rest !== '') onLine(rest);
    },
  };
}
