import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EarmarkError } from '@earmark/core/failure';
import { gitBlobId } from '../hashes.ts';
import { type FetchOptions, resumeDownload } from './resume-download.ts';

export interface DownloadOptions extends FetchOptions {
  /** One wait before each further try. */
  readonly retryDelaysMs: readonly number[];
}

export interface Wanted {
  readonly url: string;
  readonly gitBlobSha1: string;
  /** Takes what has arrived, and lets a later call go on there. It stays until the caller removes it. */
  readonly partial: string;
}

/**
 * The bytes that `url` has and that git names `gitBlobSha1`.
 *
 * A partial file that turns out wrong is discarded; the file is then downloaded once more from its beginning.
 *
 * @throws CHECKPOINT_INVALID when the server has other bytes; what fetchRest throws
 */
export async function downloadVerified(
  wanted: Wanted,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let downloaded = await download(wanted, options, signal);
  // The part it went on from may be what was wrong, and is gone now.
  if (downloaded.id !== wanted.gitBlobSha1 && downloaded.isContinued) {
    downloaded = await download(wanted, options, signal);
  }
  const { bytes, id } = downloaded;
  if (id === wanted.gitBlobSha1) return bytes;
  throw new EarmarkError(
    'CHECKPOINT_INVALID',
    `${wanted.url} is not the published file: git names its ${String(bytes.length)} bytes ${id}, ` +
      `not ${wanted.gitBlobSha1}. Is EARMARK_MODELS_URL right, or a proxy in between?`,
  );
}

interface Downloaded {
  readonly bytes: Uint8Array;
  /** What git names them. */
  readonly id: string;
  readonly isContinued: boolean;
}

async function download(
  { url, gitBlobSha1, partial }: Wanted,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Downloaded> {
  const isContinued = await withRetries(
    () => resumeDownload(url, partial, options, signal),
    options.retryDelaysMs,
    signal,
  );
  const bytes = await readFile(partial);
  const id = gitBlobId(bytes);
  if (id !== gitBlobSha1) await rm(partial, { force: true });
  return { bytes, id, isContinued };
}

/** What `attempt` returns, tried again after each delay as long as it fails with a code that is to be retried. */
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
