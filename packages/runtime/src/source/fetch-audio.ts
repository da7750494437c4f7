import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { fetchFile } from './fetch-file.ts';
import type { FetchedAudio } from './source.ts';

type Fetch = (uri: string, version: string, signal: AbortSignal) => Promise<FetchedAudio>;

const FETCHERS: Readonly<Record<string, Fetch>> = { 'file:': fetchFile };

/**
 * The audio that a planned track names, in the planned version.
 *
 * @throws SOURCE_NOT_FOUND, SOURCE_UNREADABLE, SOURCE_CHANGED, SOURCE_UNAVAILABLE
 */
export function fetchAudio(
  uri: string,
  version: string,
  signal: AbortSignal,
): Promise<FetchedAudio> {
  const { protocol } = new URL(uri);
  const fetch = FETCHERS[protocol];
  if (!fetch) {
    throw new EarmarkError('JOB_INVALID', `This version of Earmark cannot read from ${protocol}//`);
  }
  return fetch(uri, version, signal);
}
