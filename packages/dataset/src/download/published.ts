/** The published corpora: all tracks of at least 30 seconds, and those with mood and theme tags. */
export const DATASETS = ['raw_30s', 'autotagging_moodtheme'] as const;
export type DatasetName = (typeof DATASETS)[number];

/** What archives hold, by type: the ending of their files, and that of the archives. */
export const TYPES = {
  audio: { ending: '.mp3', archiveEnding: '.tar' },
  'audio-low': { ending: '.low.mp3', archiveEnding: '.tar' },
  melspecs: { ending: '.npy', archiveEnding: '.tar' },
  acousticbrainz: { ending: '.json', archiveEnding: '.tar.gz' },
} as const;
export type TypeName = keyof typeof TYPES;

/** Where the archives are published. */
export const MIRRORS: Readonly<Record<string, Mirror>> = {
  mtg: {
    title: 'MTG',
    url: 'https://essentia.upf.edu/documentation/datasets/mtg-jamendo/',
  },
  'mtg-fast': { title: 'MTG Fast mirror', url: 'https://cdn.freesound.org/mtg-jamendo/' },
};

export interface Mirror {
  readonly title: string;
  readonly url: string;
}

/** One of the published sets of archives. */
export interface Edition {
  readonly dataset: DatasetName;
  readonly type: TypeName;
}

/** Name of one of the lists of an edition in `data/download` of the dataset's repository. */
export function listName({ dataset, type }: Edition, what: ListKind): string {
  return `${dataset}_${type}_${what}.txt`;
}

/** Checksums of the archives, checksums of the files in them, and sizes of the archives. */
export type ListKind = 'sha256_tars' | 'sha256_tracks' | 'gids';

/** The folder that an archive holds, `07`, which is its number as well; undefined for a name that is none of an archive. */
export function folderOfArchive(archive: string): string | undefined {
  return /-(\d\d)\.tar(?:\.gz)?$/.exec(archive)?.[1];
}

export function archiveUrl(mirror: Mirror, { dataset, type }: Edition, archive: string): string {
  return `${mirror.url.replace(/\/?$/, '/')}${dataset}/${type}/${archive}`;
}

/** The track of a file or of a row of a table, `07/1007`, whatever kind of file it is; undefined for another name. */
export function trackOfPath(path: string): string | undefined {
  return /^(\d\d\/\d+)(?:\.low)?\.[a-z0-9]+$/.exec(path)?.[1];
}
