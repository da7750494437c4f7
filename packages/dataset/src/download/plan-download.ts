import { EarmarkError } from '@earmark/core/failure';
import type { ArchiveTask } from './archive-task.ts';
import {
  archiveUrl,
  type Edition,
  folderOfArchive,
  type Mirror,
  trackOfPath,
  TYPES,
} from './published.ts';
import type { Lists } from './read-lists.ts';

/** What of an edition is wanted. */
export interface Selection {
  /** Numbers of archives, `07`; undefined: all. */
  readonly only: ReadonlySet<string> | undefined;
  /** Tracks, `07/1007`; undefined: all. */
  readonly tracks: ReadonlySet<string> | undefined;
}

export interface DownloadPlan {
  readonly tasks: readonly ArchiveTask[];
  /** Files that are listed and belong to none of the published archives. */
  readonly withoutArchive: readonly string[];
  /** Wanted tracks that the lists do not have. */
  readonly unknownTracks: readonly string[];
}

/** The archives to be fetched, in the order in which they are listed. @throws USAGE_INVALID when there is none */
export function planDownload(
  edition: Edition,
  { mirror, lists }: { readonly mirror: Mirror; readonly lists: Lists },
  { only, tracks }: Selection,
): DownloadPlan {
  const isWanted = (path: string) => tracks?.has(trackOfPath(path) ?? '') ?? true;
  const isChosen = (folder: string) => only?.has(folder) ?? true;
  const membersIn = byFolder(lists.members ?? new Map<string, string>());
  const tracksIn = tracks && new Set([...tracks].map(folderOf));
  const tasks = [...lists.archives].flatMap(([archive, sha256]): readonly ArchiveTask[] => {
    const folder = folderOfArchive(archive);
    if (folder === undefined) throw noArchive(archive);
    if (!isChosen(folder) || tracksIn?.has(folder) === false) return [];
    const url = archiveUrl(mirror, edition, archive);
    const members = lists.members && (membersIn.get(folder) ?? new Map<string, string>());
    return [
      { archive, url, sha256, folder, ending: TYPES[edition.type].ending, members, isWanted },
    ];
  });
  if (tasks.length === 0) {
    throw new EarmarkError(
      'USAGE_INVALID',
      'No archive has what --only and --tracks ask for. Name other numbers, or another table.',
    );
  }
  const folders = new Set([...lists.archives.keys()].map(folderOfArchive));
  const listed = [...(lists.members?.keys() ?? [])];
  const known = new Set(listed.map(trackOfPath));
  return {
    tasks,
    withoutArchive: listed.filter(
      (path) => !folders.has(folderOf(path)) && isChosen(folderOf(path)) && isWanted(path),
    ),
    unknownTracks: lists.members ? [...(tracks ?? [])].filter((track) => !known.has(track)) : [],
  };
}

function byFolder(sums: ReadonlyMap<string, string>): ReadonlyMap<string, Map<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, sha256] of sums) {
    const folder = folders.get(folderOf(path)) ?? new Map<string, string>();
    folders.set(folderOf(path), folder.set(path, sha256));
  }
  return folders;
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

function noArchive(name: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The list of archives has "${name}", which is not named like one. Download the lists again.`,
  );
}
