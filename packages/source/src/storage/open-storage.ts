import { EarmarkError } from '@earmark/core/failure';
import type { Environment } from '@earmark/runtime/config';
import { openS3 } from '../s3/open-s3.ts';
import { isAddress, parseS3Uri } from '../s3/s3-uri.ts';
import { bucketStorage } from './bucket-storage.ts';
import { folderStorage } from './folder-storage.ts';
import type { Storage } from './storage.ts';

/** The storage with an address: the path of a folder, or `s3://bucket/prefix`. No request is sent yet. @throws USAGE_INVALID */
export async function openStorage(address: string, env: Environment): Promise<Storage> {
  const location = parseS3Uri(address);
  if (location) return bucketStorage(await openS3(env), location);
  if (!isAddress(address)) return folderStorage(address);
  throw new EarmarkError(
    'USAGE_INVALID',
    `"${address}" is neither a folder nor s3://bucket/prefix. Name one of them.`,
  );
}
