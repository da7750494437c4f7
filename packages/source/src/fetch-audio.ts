import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '@earmark/runtime/config';
import { removeAbandonedFiles } from '@earmark/runtime/files';
import { createFileFetch } from './fetch-file.ts';
import { createS3Fetch } from './fetch-s3.ts';
import { createReadLimit, type ReadRates } from './read-limit.ts';
import { openS3 } from './s3/open-s3.ts';
import type { FetchAudio } from './source.ts';

/**
 * Fetches planned tracks, in the planned version, by the scheme of their address. All of them together
 * keep to the rates. Temporary files that an earlier process left behind are removed first.
 *
 * The fetch throws SOURCE_NOT_FOUND, SOURCE_UNREADABLE, SOURCE_CHANGED, SOURCE_UNAVAILABLE, SOURCE_OUTAGE, SOURCE_DENIED, DISK_FULL.
 */
export async function openFetchAudio(env: Environment, rates: ReadRates = {}): Promise<FetchAudio> {
  await removeAbandonedFiles();
  const limit = createReadLimit(rates);
  const fetchFile = createFileFetch(limit);
  let s3: Promise<FetchAudio> | undefined;
  const fetchers: Readonly<Record<string, () => Promise<FetchAudio>>> = {
    'file:': () => Promise.resolve(fetchFile),
    's3:': () => (s3 ??= openS3(env).then((opened) => createS3Fetch(opened, limit))),
  };
  return async (uri, version, signal) => {
    const scheme = uri.slice(0, uri.indexOf(':') + 1);
    const open = fetchers[scheme];
    if (!open) {
      throw new EarmarkError('JOB_INVALID', `This version of Earmark cannot read from ${scheme}//`);
    }
    const fetch = await open();
    return fetch(uri, version, signal);
  };
}
