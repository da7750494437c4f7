import { access, constants } from 'node:fs/promises';
import type { Environment } from '@earmark/runtime/config';
import { bytesOf, pathOfUri } from './byte-path.ts';
import { openS3 } from './s3/open-s3.ts';
import { parseS3Uri } from './s3/s3-uri.ts';
import type { S3 } from './s3/s3.ts';

/** Whether this machine may read what an address names. @throws SOURCE_DENIED, SOURCE_UNAVAILABLE of a store */
export type IsReadable = (uri: string, signal: AbortSignal) => Promise<boolean>;

export function createIsReadable(env: Environment): IsReadable {
  let s3: Promise<S3> | undefined;
  return async (uri, signal) => {
    const path = pathOfUri(uri);
    if (path !== undefined) return mayRead(bytesOf(path));
    const location = parseS3Uri(uri);
    if (!location) return false;
    const store = await (s3 ??= openS3(env));
    return (await store.head(location, signal)) !== undefined;
  };
}

function mayRead(path: Buffer): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
