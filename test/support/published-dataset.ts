import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveServer, startArchiveServer } from './archive-server.ts';
import type { Ended, Variables } from './earmark.ts';
import { earmarkHere } from './earmark-here.ts';
import { makeArchive, type MadeMember, sumsText } from './make-archive.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A small dataset as it is published: archives on a mirror, and the lists of their checksums. */
export interface PublishedDataset {
  readonly server: ArchiveServer;
  /** What is published, by name. What is set here later, the mirror delivers. */
  readonly archives: Map<string, Buffer>;
  /** Content of the files, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly home: string;
  /** A new empty folder. */
  newFolder(): string;
  /** A folder of lists. @param parts to leave out, or to write in place of the published ones */
  lists(changes?: {
    archives?: Iterable<readonly [string, Buffer]>;
    members?: string | null;
  }): string;
  /** `earmark dataset download ARGS` from the mirror; by the published lists unless `--lists` is among the arguments. */
  download(args: readonly string[], variables?: Variables): Promise<Ended>;
  close(): Promise<void>;
}

/** @param files content by path, `07/1007.mp3`; each folder is an archive of `raw_30s` */
export async function publishDataset(
  files: ReadonlyMap<string, Buffer>,
  type: 'audio' | 'audio-low' = 'audio',
): Promise<PublishedDataset> {
  const temporary = temporaryFolder();
  const archives = new Map<string, Buffer>();
  for (const folder of new Set([...files.keys()].map((path) => path.slice(0, 2)))) {
    archives.set(`raw_30s_${type}-${folder}.tar`, await makeArchive(membersIn(folder, files)));
  }
  const published = [...archives];
  const server = await startArchiveServer(archives);
  let nFolders = 0;
  const newFolder = () => {
    const folder = join(temporary.path, String(nFolders++));
    mkdirSync(folder);
    return folder;
  };
  const lists: PublishedDataset['lists'] = (changes = {}) => {
    const folder = newFolder();
    const { archives: tars = published, members = sumsText(files) } = changes;
    writeFileSync(join(folder, `raw_30s_${type}_sha256_tars.txt`), sumsText(tars));
    if (members !== null) writeFileSync(join(folder, `raw_30s_${type}_sha256_tracks.txt`), members);
    return folder;
  };
  const all = lists();
  return {
    ...{ server, archives, files, home: temporary.path, newFolder, lists },
    download: (args, variables = {}) =>
      earmarkHere(
        [
          ...['dataset', 'download', '--type', type, '--from', server.url],
          ...(args.includes('--lists') ? [] : ['--lists', all]),
          ...args,
        ],
        { EARMARK_HOME: temporary.path, ...variables },
      ),
    async close() {
      await server.close();
      temporary.remove();
    },
  };
}

/** The folder, and its files. */
export function membersIn(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
): readonly MadeMember[] {
  const inFolder = [...files].filter(([name]) => name.startsWith(`${folder}/`));
  return [
    { name: `${folder}/`, type: 'directory' },
    ...inFolder.map(([name, content]) => ({ name, content })),
  ];
}

/** Files whose content nobody could mistake for another, of a few kilobytes each. */
export function noiseFiles(paths: readonly string[], nBytes = 5_000): ReadonlyMap<string, Buffer> {
  return new Map(
    paths.map((path) => [
      path,
      Buffer.from(path.repeat(Math.ceil(nBytes / path.length))).subarray(0, nBytes),
    ]),
  );
}
