import { EarmarkError } from '@earmark/core/failure';

/**
 * The result of `work` within the time limit; its signal is aborted at the limit, or when `signal` is aborted.
 *
 * @throws DECODE_TIMEOUT, or the reason of `signal`, or what `work` throws
 */
export async function withTimeLimit<T>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // Nothing keeps an AbortSignal.timeout in AbortSignal.any: Node may collect it before it fires.
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
  }, timeoutMs);
  try {
    const result = await work(AbortSignal.any([signal, limit.signal]));
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.signal.aborted) throw error;
    throw new EarmarkError(
      'DECODE_TIMEOUT',
      `Decoding took longer than ${String(timeoutMs / 1_000)} s, the limit. ` +
        'Raise the limit when the machine is slow; else the file is broken.',
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}
