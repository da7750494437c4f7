import { open, stat } from 'node:fs/promises';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { toDiskError } from '@earmark/runtime/files';
import { rejectOnAbort } from '@earmark/runtime/process';

export interface FetchOptions {
  /** After this long without a byte the download counts as stalled. */
  readonly stallMs: number;
  readonly onBytes: (nBytes: number) => void;
}

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;

/**
 * Downloads `url` to a file in one request, and says whether it resumed: a partial file is continued where it ends.
 * A server without ranges starts the file over. What arrives before an error stays in the file.
 *
 * @throws SOURCE_UNAVAILABLE when trying again may help, MODEL_MISSING when the server refuses, DISK_FULL; the
 *   reason of the signal
 */
export async function resumeDownload(
  url: string,
  file: string,
  { stallMs, onBytes }: FetchOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const nBytes = (await stat(file).catch(() => undefined))?.size ?? 0;
  const stall = watchForStall(url, stallMs);
  const ended = AbortSignal.any([signal, stall.signal]);
  try {
    // Waited for here as well: `fetch` of Node 20 misses an abort once its request was collected as garbage.
    const request = fetch(url, { headers: requestHeaders(nBytes), signal: ended });
    const response = await rejectOnAbort(ended, request);
    if (response.status === RANGE_NOT_SATISFIABLE && nBytes > 0) return true;
    if (!response.ok) throw refusal(response.status, url);
    const isResumed = response.status === PARTIAL_CONTENT && nBytes > 0;
    await write(response, ended, file, isResumed ? 'a' : 'w', (bytes) => {
      stall.onProgress();
      onBytes(bytes.length);
    });
    return isResumed;
  } catch (error) {
    signal.throwIfAborted();
    throw toDiskError(toNetworkError(error, url), file);
  } finally {
    stall.end();
  }
}

function requestHeaders(nBytes: number): Record<string, string> {
  // A range of a compressed response could not be appended.
  const plain = { 'accept-encoding': 'identity' };
  return nBytes === 0 ? plain : { ...plain, range: `bytes=${String(nBytes)}-` };
}

/** Timeout, too early, too many requests: beside the errors of the server, worth a retry. */
const RETRY_LATER = new Set([408, 425, 429]);

function refusal(status: number, url: string): EarmarkError {
  if (status >= 500 || RETRY_LATER.has(status)) {
    return unavailable(url, `the server answers ${String(status)}`);
  }
  return new EarmarkError(
    'MODEL_MISSING',
    `${url} answers ${String(status)}: it is not available there. Is EARMARK_MODELS_URL right? ` +
      'Checkpoints from elsewhere can be installed: earmark models import DIR',
  );
}

async function write(
  { body }: Response,
  ended: AbortSignal,
  path: string,
  flag: 'a' | 'w',
  onBytes: (bytes: Uint8Array) => void,
): Promise<void> {
  const file = await open(path, flag);
  // An answer without a body has none to read.
  const stream = (body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await rejectOnAbort(ended, reader.read());
      if (done) return;
      await file.appendFile(value);
      onBytes(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
    await file.close();
  }
}

/** Notices that a download stalls, which no socket does by itself. */
interface StallWatch {
  /** Aborted with SOURCE_UNAVAILABLE after too long without progress. */
  readonly signal: AbortSignal;
  /** Call it when bytes arrive. */
  onProgress(): void;
  /** Ends what is still in progress, such as a response that was not read. */
  end(): void;
}

function watchForStall(url: string, stallMs: number): StallWatch {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(unavailable(url, `nothing arrived for ${stallMs / 1_000} s`));
  }, stallMs);
  return {
    signal: controller.signal,
    onProgress: () => void timer.refresh(),
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the server is unknown (is this machine online?)',
  EAI_AGAIN: 'the name of the server cannot be looked up (is this machine online?)',
  ECONNREFUSED: 'nothing answers at this address',
  ENETUNREACH: 'there is no route to the server (is this machine online?)',
  EHOSTUNREACH: 'there is no route to the server (is this machine online?)',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  UND_ERR_SOCKET: 'the connection was lost',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
};

/** A network error of `fetch` as SOURCE_UNAVAILABLE; other errors unchanged. */
export function toNetworkError(error: unknown, url: string): unknown {
  // `fetch` wraps every network error in a TypeError whose own message has no reason.
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const { cause } = error;
  const reason = REASONS[errorCode(cause)] ?? cause.message;
  return unavailable(url, reason, error);
}

/** SOURCE_UNAVAILABLE: the network or the server does not work for now. */
function unavailable(url: string, reason: string, cause?: unknown): EarmarkError {
  return new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `${url} cannot be downloaded: ${reason}. Run the same command again to resume; ` +
      'checkpoints from elsewhere can be installed too: earmark models import DIR',
    { cause },
  );
}
