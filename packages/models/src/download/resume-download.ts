import { open, stat } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { toDiskError } from '@earmark/runtime/files';
import { toNetworkError, unavailable } from './network-error.ts';

export interface FetchOptions {
  /** So long without a byte, and the download counts as stalled. */
  readonly stallMs: number;
  readonly onBytes: (nBytes: number) => void;
}

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;

/**
 * Whether the file was there in part and was continued: appends what `url` has beyond it, in one request. A
 * server that gives no parts begins the file anew. What arrives before an error stays in the file.
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
  try {
    const response = await fetch(url, {
      headers: requestHeaders(nBytes),
      signal: AbortSignal.any([signal, stall.signal]),
    });
    if (response.status === RANGE_NOT_SATISFIABLE && nBytes > 0) return true;
    if (!response.ok) throw refusal(response.status, url);
    const isContinued = response.status === PARTIAL_CONTENT && nBytes > 0;
    await write(response, file, isContinued ? 'a' : 'w', (bytes) => {
      stall.onProgress();
      onBytes(bytes.length);
    });
    return isContinued;
  } catch (error) {
    signal.throwIfAborted();
    throw toDiskError(toNetworkError(error, url), file);
  } finally {
    stall.end();
  }
}

function requestHeaders(nBytes: number): Record<string, string> {
  // A part of a compressed file is of no use.
  const plain = { 'accept-encoding': 'identity' };
  return nBytes === 0 ? plain : { ...plain, range: `bytes=${String(nBytes)}-` };
}

/** Beside the errors of the server: it is in a hurry, or has too much to do. */
const LATER = new Set([408, 425, 429]);

function refusal(status: number, url: string): EarmarkError {
  if (status >= 500 || LATER.has(status)) {
    return unavailable(url, `the server answers ${String(status)}`);
  }
  return new EarmarkError(
    'MODEL_MISSING',
    `${url} answers ${String(status)}: it cannot be had there. Is EARMARK_MODELS_URL right? ` +
      'Checkpoints from elsewhere can be installed: earmark models import DIR',
  );
}

async function write(
  { body }: Response,
  path: string,
  flag: 'a' | 'w',
  onBytes: (bytes: Uint8Array) => void,
): Promise<void> {
  const file = await open(path, flag);
  try {
    for await (const bytes of (body ?? []) as AsyncIterable<Uint8Array>) {
      await file.appendFile(bytes);
      onBytes(bytes);
    }
  } finally {
    await file.close();
  }
}

/** Notices that a download stands still, which no socket does by itself. */
export interface StallWatch {
  /** Aborted with SOURCE_UNAVAILABLE when nothing moved for too long. */
  readonly signal: AbortSignal;
  /** Something arrived. */
  onProgress(): void;
  /** Ends what is still going on, such as an answer that nobody read. */
  end(): void;
}

export function watchForStall(url: string, stallMs: number): StallWatch {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(unavailable(url, `nothing came for ${stallMs / 1_000} s`));
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
