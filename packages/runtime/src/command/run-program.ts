import { createLog, type Log } from '../log/log.ts';
import type { Context } from './context.ts';
import { ExitWithCode } from './exit-with-code.ts';
import { isAbortError, stackOf, toFinalError } from './failure.ts';

/**
 * Runs one of the programs that work unattended, and logs how it ends. On a terminal, or without a log, its last error
 * is left to the command line, which prints it as a sentence.
 *
 * @throws what `body` throws; ExitWithCode after an error that was logged
 */
export async function runProgram<T>(
  { env, signal, err }: Context,
  name: string,
  body: (log: Log) => Promise<T>,
): Promise<T> {
  const log = createLog(env, name);
  signal.addEventListener('abort', () => {
    log.event('program_stopping');
  });
  try {
    const result = await body(log);
    log.event('program_stopped');
    return result;
  } catch (cause) {
    if (signal.aborted && isAbortError(cause)) {
      log.event('program_stopped');
      throw cause;
    }
    if (err.isTTY || env.EARMARK_LOG_LEVEL === 'silent' || cause instanceof ExitWithCode)
      throw cause;
    const error = toFinalError(cause);
    const { code, message } = error;
    log.event('program_failed', { code, error: message, stack: stackOf(error) });
    throw new ExitWithCode(error.exitCode);
  }
}
