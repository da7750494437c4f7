import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError } from '@earmark/core/failure';
import { type ByteAnswer, type HttpErrors, requestBytes } from '@earmark/runtime/http';

export interface DownloadOptions {
  /** After this long without a byte a connection counts as stalled. */
  readonly stallMs: number;
  /** Failures in a row, without `PROGRESS_BYTES` in between, after which a download is given up. */
  readonly maxFailures: number;
  /** The pause after the first failure; it doubles up to `maxPauseMs`, and a random part of it is left out. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

export const DOWNLOAD_OPTIONS: DownloadOptions = {
  stallMs: 30_000,
  maxFailures: 6,
  firstPauseMs: 1_000,
  maxPauseMs: 60_000,
};

const PROGRESS_BYTES = 1 << 20;

/** A file on a web server, or the rest of it. */
export interface RemoteFile {
  readonly url: string;
  /** Bytes before this one are here already. Default 0. */
  readonly fromByte?: number;
  /** Of the file that they are from. */
  readonly validator?: string | undefined;
  /** Told of each answer, before its bytes. */
  readonly onAnswer?: (answer: ByteAnswer) => void;
}

/**
 * The bytes of a file from `fromByte` to its end. A connection that breaks or stalls, and a server that has too much to do,
 * cost time only: the rest is asked for again, and a server without ranges is read past what is here.
 *
 * @throws SOURCE_UNAVAILABLE when that does not help, SOURCE_NOT_FOUND when the server does not have it, SOURCE_CHANGED when
 *   it has another file by now; the reason of the signal
 */
export async function* downloadBytes(
  { url, fromByte = 0, validator, onAnswer }: RemoteFile,
  options: DownloadOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const failures = countFailures(options, fromByte);
  const errors = errorsOf(url);
  let at = fromByte;
  let known = validator;
  for (;;) {
    try {
      const request = { url, fromByte: at, validator: known, stallMs: options.stallMs };
      const answer = await requestBytes(request, errors, signal);
      // All of it was here.
      if (!answer) return;
      if (at > 0 && known !== undefined && answer.validator !== known) throw changed(url);
      known = answer.validator;
      onAnswer?.(answer);
      for await (const bytes of from(at - answer.fromByte, answer.bytes)) {
        at += bytes.length;
        yield bytes;
      }
      return;
    } catch (error) {
      const pauseMs = failures.pauseAfter(error, at);
      if (pauseMs === undefined) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** The bytes without the first `nSkipped`. */
async function* from(
  nSkipped: number,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let left = nSkipped;
  for await (const bytes of content) {
    if (left < bytes.length) yield bytes.subarray(left);
    left = Math.max(0, left - bytes.length);
  }
}

/** SOURCE_UNAVAILABLE, and when the server wants to be asked again. */
class Unavailable extends EarmarkError {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, cause: unknown) {
    super('SOURCE_UNAVAILABLE', message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

function errorsOf(url: string): HttpErrors {
  return {
    unavailable: (reason, { cause, retryAfterMs = 0 }) =>
      new Unavailable(
        `${url} cannot be downloaded: ${reason}. Run the same command again to go on.`,
        retryAfterMs,
        cause,
      ),
    refused: (status) =>
      new EarmarkError(
        'SOURCE_NOT_FOUND',
        `${url} answers ${status}: it is not available there. Name another mirror with --from.`,
      ),
  };
}

function changed(url: string): EarmarkError {
  return new EarmarkError('SOURCE_CHANGED', `${url} is another file than before.`);
}

function countFailures(
  { maxFailures, firstPauseMs, maxPauseMs }: DownloadOptions,
  fromByte: number,
) {
  let n = 0;
  let lastAt = fromByte;
  return {
    /** How long to wait after a failure at this byte; undefined: there is no use in trying again. */
    pauseAfter(error: unknown, at: number): number | undefined {
      if (!(error instanceof Unavailable)) return undefined;
      if (at - lastAt >= PROGRESS_BYTES) n = 0;
      lastAt = at;
      n++;
      if (n >= maxFailures) return undefined;
      const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (n - 1));
      // Clients that were cut off together do not come back together.
      const jittered = pauseMs * (0.5 + 0.5 * Math.random());
      return Math.max(jittered, Math.min(error.retryAfterMs, maxPauseMs));
    },
  };
}
