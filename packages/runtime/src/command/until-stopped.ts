import { EXIT_CODES } from '@earmark/core/failure';
import type { Context } from './context.ts';
import { isAbortError } from './failure.ts';

/**
 * Runs a program that works until it is stopped, and exits with 0 then. After EARMARK_STOP_SECONDS it exits whatever it
 * still waits for, such as a server that does not answer: locks expire, transactions are rolled back.
 */
export async function untilStopped(
  { env, signal }: Context,
  program: () => Promise<void>,
): Promise<void> {
  signal.addEventListener('abort', () => {
    setTimeout(
      () => process.exit(EXIT_CODES.done.exitCode),
      env.EARMARK_STOP_SECONDS * 1_000,
    ).unref();
  });
  try {
    await program();
  } catch (error) {
    if (!(signal.aborted && isAbortError(error))) throw error;
  }
}
