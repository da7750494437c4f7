import { TokenBucket } from 'limiter';

/** How fast a worker may read audio, so that a source which others use as well is not overloaded. */
export interface ReadRates {
  /** Files or objects that are opened per second; undefined: any number. */
  readonly maxRequests?: number;
  /** In MB (1,000,000 bytes) per second, over all files that are read at the same time; undefined: any number. */
  readonly maxBandwidth?: number;
}

/** Waits until reading may go on. Whoever asks first goes on first. */
export interface ReadLimit {
  /** Before a file is opened. @throws the reason of the signal */
  request(signal: AbortSignal): Promise<void>;
  /** After this many bytes were read, before more are. @throws the reason of the signal */
  read(nBytes: number, signal: AbortSignal): Promise<void>;
}

export function createReadLimit({ maxRequests, maxBandwidth }: ReadRates): ReadLimit {
  const takeRequests = createTake(maxRequests);
  const takeBytes = createTake(maxBandwidth === undefined ? undefined : maxBandwidth * 1e6);
  return {
    request: (signal) => takeRequests(1, signal),
    read: (nBytes, signal) => takeBytes(nBytes, signal),
  };
}

/**
 * A function that waits until so many tokens could be taken from a bucket. It holds those of one second, so that after a
 * pause up to two seconds' worth are taken in one.
 */
function createTake(
  perSecond: number | undefined,
): (n: number, signal: AbortSignal) => Promise<void> {
  if (perSecond === undefined) return () => Promise.resolve();
  const bucketSize = Math.max(1, perSecond);
  const bucket = new TokenBucket({ bucketSize, tokensPerInterval: perSecond, interval: 'second' });
  return async (n, signal) => {
    // In parts that take a second at most: a wait that has begun cannot be aborted.
    for (let left = n; left > 0; left -= bucketSize) {
      signal.throwIfAborted();
      await bucket.removeTokens(Math.min(left, bucketSize));
    }
  };
}
