import type { Storage } from '@earmark/source/storage';
import type { Checksums } from './checksums.ts';
import type { DownloadOptions } from './download-bytes.ts';
import type { Refusal } from './unpack-archive.ts';

/** An archive to be fetched. */
export interface ArchiveTask {
  readonly archive: string;
  readonly url: string;
  readonly sha256: string;
  /** The folder that it holds, `07`. */
  readonly folder: string;
  /** Ending of the names of its files. */
  readonly ending: string;
  /** Checksums of its files; undefined where there is no list. */
  readonly members: Checksums | undefined;
  readonly isWanted: (path: string) => boolean;
}

export interface ArchiveDeps {
  readonly storage: Storage;
  readonly options: DownloadOptions;
  /** Told of bytes of an archive that are here, and how many they will be as soon as the server says so. */
  readonly onBytes: (archive: string, nBytes: number) => void;
  readonly onSize: (archive: string, sizeBytes: number) => void;
  readonly signal: AbortSignal;
}

/** How an archive ended. */
export interface ArchiveResult {
  readonly archive: string;
  readonly status: 'downloaded' | 'present' | 'failed';
  /** Why it failed. */
  readonly reason?: string | undefined;
  /** It failed because the server cannot be reached, which the next archive may meet as well. */
  readonly isUnavailable?: boolean;
  /** An archive of that name was there, was another one, and was removed. */
  readonly wasWrong?: boolean;
  /** Absent where nothing was unpacked. */
  readonly members?: MemberCounts | undefined;
}

export interface MemberCounts {
  readonly nUnpacked: number;
  /** Members that were there, with the content that is listed. */
  readonly nPresent: number;
  readonly refused: readonly Refusal[];
  /** Listed members that the archive does not have, or not as they are listed. */
  readonly missing: readonly string[];
}
