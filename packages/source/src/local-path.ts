import { join } from 'node:path';
import { type BytePath, pathOfUri, toBytePath } from './byte-path.ts';
import { parseS3Uri } from './s3/s3-uri.ts';

export interface LocalCopy {
  /** Arguments of the source that lists the track: see `Source`. */
  readonly args: readonly string[];
  /** Absolute path of the folder that has a copy of the objects of the source; undefined: there is none. */
  readonly audio: string | undefined;
}

/**
 * Where a track is on this machine: a file where it is, an object in the copy, in which it has its key relative to the
 * prefix of the source, or the whole key where the source lists single objects. Undefined for an object without a copy.
 */
export function localPath(uri: string, { args, audio }: LocalCopy): BytePath | undefined {
  const location = parseS3Uri(uri);
  if (!location) return pathOfUri(uri);
  if (audio === undefined) return undefined;
  const prefix = args.at(-1) ?? '';
  const isBelow = prefix.endsWith('/') && uri.startsWith(prefix);
  return toBytePath(join(audio, isBelow ? uri.slice(prefix.length) : location.key));
}
