import { readdir } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { isS3Uri } from './s3/s3-uri.ts';
import { UNKNOWN_VERSION } from './source.ts';

export interface SourceSample {
  /** The source of the run: a folder, a prefix, or what lists files elsewhere. */
  readonly source: string;
  /** Addresses of other tracks of the run that could be read when it was planned, chosen at random. */
  readonly uris: readonly string[];
}

/** So many other tracks, of which none can be read, are no coincidence. */
export const SAMPLE_SIZE = 10;

/**
 * Tells a track that is gone or may not be read from a machine that can read none: a folder is not mounted there, or its
 * credentials have no rights.
 *
 * @param track that could not be read
 * @param sample read only when the track may be missing on this machine alone
 * @param isReadable whether this machine can read the track with an address
 * @throws SOURCE_DENIED when no track of the sample can be read here either, and the sample is as large as `SAMPLE_SIZE`,
 *   has objects of a store, or the source is a folder that is missing or empty; what `isReadable` throws
 */
export async function assertSourcePresent(
  track: { readonly uri: string; readonly trackVersion: string },
  sample: () => Promise<SourceSample>,
  isReadable: (uri: string) => Promise<boolean>,
): Promise<void> {
  // What could not be read where the run was planned is gone.
  if (track.trackVersion === UNKNOWN_VERSION) return;
  const { source, uris } = await sample();
  for (const uri of uris) if (await isReadable(uri)) return;
  const isObject = isS3Uri(track.uri);
  const mayBeAlone = isObject ? uris.length === 0 : await hasEntries(source);
  if (uris.length < SAMPLE_SIZE && mayBeAlone) return;
  throw new EarmarkError(
    'SOURCE_DENIED',
    `This machine can read neither the track nor any of ${uris.length} others of ${source}. ` +
      `${isObject ? OBJECT : FILE} If all of it is gone for good, cancel the run: earmark cancel RUN`,
  );
}

const FILE = 'Is the folder mounted here, at the same path, and may this user read it?';
const OBJECT =
  'Do its credentials have the right s3:GetObject, and is AWS_ENDPOINT_URL_S3 that of the machine which planned the run?';

/** Whether it is a folder with something in it; a list of files may be anywhere. */
async function hasEntries(source: string): Promise<boolean> {
  try {
    return (await readdir(source)).length > 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
  }
}
