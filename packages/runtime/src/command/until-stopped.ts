import type { Context } from './context.ts';

/**
 * Runs a program that works until it is stopped, which is to end well. What still holds it EARMARK_STOP_SECONDS later,
 * such as a server that does not answer, is left behind: locks expire, transactions are rolled back.
 */
export async function untilStopped(
  { env, signal }: Context,
  program: () => Promise<void>,
): Promise<void> {
  signal.addEventListener('abort', () => {
    setTimeout(() => process.exit(0), env.EARMARK_STOP_SECONDS * 1_000).unref();
  });
  try {
    await program();
  } catch (error) {
    const isStopped = signal.aborted && error instanceof Error && error.name === 'AbortError';
    if (!isStopped) throw error;
  }
}
