import { access, constants, readdir } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { bytesOf, pathOfUri } from './byte-path.ts';
import { UNKNOWN_VERSION } from './source.ts';

export interface SourceSample {
  /** The source of the run: a folder, or what lists files elsewhere. */
  readonly source: string;
  /** Addresses of other tracks of the run that could be read when it was planned, chosen at random. */
  readonly uris: readonly string[];
}

/** So many other tracks, of which none can be read, are no coincidence. */
export const SAMPLE_SIZE = 10;

/**
 * Tells a file that is gone from a machine that lacks the source, for example because a folder is not mounted there.
 *
 * @param track that could not be read
 * @param sample read only when the track may be missing on this machine alone
 * @throws SOURCE_DENIED when no track of the sample can be read here either, and the sample is as large as `SAMPLE_SIZE` or
 *   the source is a folder that is missing or empty
 */
export async function assertSourcePresent(
  track: { readonly uri: string; readonly trackVersion: string },
  sample: () => Promise<SourceSample>,
): Promise<void> {
  // A store in the network is the same for every machine, and what could not be read where the run was planned is gone.
  if (pathOfUri(track.uri) === undefined || track.trackVersion === UNKNOWN_VERSION) return;
  const { source, uris } = await sample();
  const paths = uris.flatMap((other) => pathOfUri(other) ?? []);
  for (const path of paths) if (await isReadable(bytesOf(path))) return;
  if (paths.length < SAMPLE_SIZE && (await hasEntries(source))) return;
  throw new EarmarkError(
    'SOURCE_DENIED',
    `This machine can read neither the track nor any of ${paths.length} others of ${source}. Is the folder mounted here, at ` +
      'the same path, and may this user read it? If its files are gone for good, cancel the run: earmark cancel RUN',
  );
}

function isReadable(path: Buffer): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** Whether it is a folder with something in it; a list of files may be anywhere. */
async function hasEntries(source: string): Promise<boolean> {
  try {
    return (await readdir(source)).length > 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
  }
}
