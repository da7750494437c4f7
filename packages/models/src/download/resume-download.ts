import { open, stat } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { toDiskError } from '@earmark/runtime/files';
import { type HttpErrors, requestBytes } from '@earmark/runtime/http';

export interface FetchOptions {
  /** After this long without a byte the download counts as stalled. */
  readonly stallMs: number;
  readonly onBytes: (nBytes: number) => void;
}

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
  const request = { url, fromByte: nBytes, stallMs };
  const answer = await requestBytes(request, errorsOf(url), signal);
  if (!answer) return true;
  const isResumed = answer.fromByte > 0;
  await write(answer.bytes, file, isResumed ? 'a' : 'w', onBytes);
  return isResumed;
}

function errorsOf(url: string): HttpErrors {
  return {
    unavailable: (reason, { cause }) => unavailable(url, reason, cause),
    refused: (status) => refusal(status, url),
  };
}

function refusal(status: number, url: string): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `${url} answers ${String(status)}: it is not available there. Is EARMARK_MODELS_URL right? ` +
      'Checkpoints from elsewhere can be installed: earmark models import DIR',
  );
}

async function write(
  content: AsyncIterable<Uint8Array>,
  path: string,
  flag: 'a' | 'w',
  onBytes: (nBytes: number) => void,
): Promise<void> {
  try {
    const file = await open(path, flag);
    try {
      for await (const bytes of content) {
        await file.appendFile(bytes);
        onBytes(bytes.length);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toDiskError(error, path);
  }
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
