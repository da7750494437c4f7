import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError } from '@earmark/core/failure';
import { gitBlobId } from '../hashes.ts';
import { type FetchOptions, resumeDownload } from './resume-download.ts';

export interface DownloadOptions extends FetchOptions {
  /** The delay before each further attempt. */
  readonly retryDelaysMs: readonly number[];
}

export interface DownloadRequest {
  readonly url: string;
  readonly gitBlobSha1: string;
  /** The file that holds what has arrived, from which a later call resumes. It stays until the caller removes it. */
  readonly partial: string;
}

/**
 * The bytes of `url`, whose git blob id is `gitBlobSha1`.
 *
 * A partial file that turns out wrong is discarded; the file is then downloaded once more from its beginning.
 *
 * @throws CHECKPOINT_INVALID when the server has other bytes; what resumeDownload throws
 */
export async function downloadVerified(
  request: DownloadRequest,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let downloaded = await download(request, options, signal);
  // The partial file it resumed may be what was wrong; it was removed.
  if (downloaded.id !== request.gitBlobSha1 && downloaded.isResumed) {
    downloaded = await download(request, options, signal);
  }
  const { bytes, id } = downloaded;
  if (id === request.gitBlobSha1) return bytes;
  throw new EarmarkError(
    'CHECKPOINT_INVALID',
    `${request.url} is not the published file: the git blob id of its ${String(bytes.length)} bytes is ${id}, ` +
      `not ${request.gitBlobSha1}. Is EARMARK_MODELS_URL right, or a proxy in between?`,
  );
}

interface Downloaded {
  readonly bytes: Uint8Array;
  /** Their git blob id. */
  readonly id: string;
  readonly isResumed: boolean;
}

async function download(
  { url, gitBlobSha1, partial }: DownloadRequest,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Downloaded> {
  const isResumed = await withRetries(
    () => resumeDownload(url, partial, options, signal),
    options.retryDelaysMs,
    signal,
  );
  const bytes = await readFile(partial);
  const id = gitBlobId(bytes);
  if (id !== gitBlobSha1) await rm(partial, { force: true });
  return { bytes, id, isResumed };
}

/** The result of `attempt`, which is repeated after each delay while it fails with a code whose action is `retry`. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  delaysMs: readonly number[],
  signal: AbortSignal,
): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EarmarkError) || error.action !== 'retry') throw error;
    }
    await sleep(delayMs, undefined, { signal });
  }
  return attempt();
}
