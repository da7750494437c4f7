import pLimit from 'p-limit';
import { compareCodePoints } from '@earmark/core/text';
import { type ListedFile, sha256OfFile, type Storage } from '@earmark/source/storage';
import type { OnWork } from '@earmark/runtime/display';

/** Files that are read at a time. */
const N_CONCURRENT = 4;

/** A file, and the SHA-256 of its content where that is known. */
interface Candidate {
  readonly file: ListedFile;
  readonly sha256: string | undefined;
}

/**
 * Groups of files with equal content, each sorted by path: by their checksums where these are known, by what the storage
 * says, else by reading those that have as many bytes as another one.
 */
export async function findDuplicates(
  candidates: readonly Candidate[],
  storage: Storage,
  { onWork, signal }: { readonly onWork: OnWork; readonly signal: AbortSignal },
): Promise<readonly (readonly string[])[]> {
  const ofSize = groupBy(candidates, ({ file }) => String(file.sizeBytes));
  const equalSizes = ofSize.filter((group) => group.length > 1).flat();
  let nDone = 0;
  const limit = pLimit(N_CONCURRENT);
  const keyed = await limit.map(equalSizes, async ({ file, sha256 }) => {
    signal.throwIfAborted();
    const key = sha256 ?? file.contentKey ?? (await sha256OfFile(storage, file.path, signal));
    onWork({ what: 'Comparing files', nDone: ++nDone, nAll: equalSizes.length, noun: 'file' });
    return { path: file.path, key };
  });
  return groupBy(keyed, ({ key }) => key)
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ path }) => path).sort(compareCodePoints));
}

function groupBy<T>(items: readonly T[], toKey: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(toKey(item));
    if (group) group.push(item);
    else groups.set(toKey(item), [item]);
  }
  return [...groups.values()];
}
