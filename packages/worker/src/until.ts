/** Aborted so long after `signal` was. */
export function laterThan(signal: AbortSignal, delayMs: number): AbortSignal {
  const late = new AbortController();
  const start = () => {
    setTimeout(() => {
      late.abort(signal.reason);
    }, delayMs).unref();
  };
  signal.addEventListener('abort', start, { once: true });
  if (signal.aborted) start();
  return late.signal;
}

/** What comes of `work`, which is not waited for any more once the signal is aborted. @throws the reason of the signal */
export function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
