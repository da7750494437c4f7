import type { ChildProcess } from 'node:child_process';

export type Answer<T> = { readonly reply: T } | { readonly end: string };

/** What a child process answers a message or, when it dies of it, how it ended. The signal kills it. */
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
    // One that is gone already says so by its end.
    child.send(message, () => undefined);
  });
}
