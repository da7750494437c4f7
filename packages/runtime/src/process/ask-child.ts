import type { ChildProcess } from 'node:child_process';

export type Answer<T> = { readonly reply: T } | { readonly end: string };

/**
 * The reply of a child process to a message or, when it ends without one, how it ended: a signal or an exit code.
 *
 * @param signal kills the child
 * @throws the system's error when the child cannot be started
 */
export function askChild<T>(
  child: ChildProcess,
  message: object,
  signal: AbortSignal,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      signal.removeEventListener('abort', kill);
      child.off('message', onReply).off('close', onEnd).off('error', reject);
    };
    const kill = () => void child.kill('SIGKILL');
    const onReply = (reply: unknown) => {
      settle();
      resolve({ reply: reply as T });
    };
    const onEnd = (code: number | null, killedBy: NodeJS.Signals | null) => {
      settle();
      resolve({ end: killedBy ?? `exit code ${String(code)}` });
    };
    child.on('message', onReply).on('close', onEnd).on('error', reject);
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted) kill();
    // A child that is gone already is reported by its end.
    child.send(message, () => undefined);
  });
}
