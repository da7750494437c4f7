import { EarmarkError, errorCode } from '@earmark/core/failure';
import type { OnWork } from '@earmark/runtime/display';
import type { Source } from '@earmark/source';
import type { Storage } from '@earmark/source/storage';
import type { MelspecJob } from './melspec-job.ts';

export interface MelspecPlan {
  readonly nTracks: number;
  /** What is not in the storage yet. */
  readonly owed: readonly MelspecJob[];
}

/** @throws USAGE_INVALID when there is no audio, or two files would have the same spectrogram */
export async function planMelspecs(
  source: Source,
  storage: Storage,
  { onWork, signal }: { readonly onWork: OnWork; readonly signal: AbortSignal },
): Promise<MelspecPlan> {
  const present = await pathsIn(storage, signal);
  const fileByPath = new Map<string, string>();
  const owed: MelspecJob[] = [];
  for await (const page of source.list(signal)) {
    onWork({ what: 'Listing', nDone: fileByPath.size, nAll: null, noun: 'track' });
    for (const { file, uri, version } of page) {
      const path = toNpyPath(file);
      const other = fileByPath.get(path);
      if (other !== undefined) throw sameName(path, other, file);
      fileByPath.set(path, file);
      if (!present.has(path)) owed.push({ version: 1, file, uri, audioVersion: version, path });
    }
  }
  if (fileByPath.size === 0) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `No audio was found in ${source.name}. Name a folder, s3://bucket/prefix or a table with audio.`,
    );
  }
  return { nTracks: fileByPath.size, owed };
}

/** `14/214.npy` of `14/214.mp3`, as the dataset names them. */
export function toNpyPath(file: string): string {
  return file.replace(/(\.low)?\.[^./]+$/, '') + '.npy';
}

async function pathsIn(storage: Storage, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  try {
    for await (const { path } of storage.list(signal)) paths.add(path);
  } catch (error) {
    // A folder that is not there yet.
    if (errorCode(error) !== 'SOURCE_NOT_FOUND') throw error;
  }
  return paths;
}

function sameName(path: string, one: string, other: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${one} and ${other} would both be ${path}. Leave one of them out, or list the files of one format.`,
  );
}
