/** A signal that is aborted `delayMs` after `signal`, with the same reason. */
export function delaySignal(signal: AbortSignal, delayMs: number): AbortSignal {
  const delayed = new AbortController();
  const start = () => {
    setTimeout(() => {
      delayed.abort(signal.reason);
    }, delayMs).unref();
  };
  signal.addEventListener('abort', start, { once: true });
  if (signal.aborted) start();
  return delayed.signal;
}
