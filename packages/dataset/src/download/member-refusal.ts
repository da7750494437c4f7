import type { Header } from 'tar-stream';

/** The largest recording of the corpus has 166 MB. */
const MAX_MEMBER_BYTES = 512 << 20;

/** What an archive may hold. */
export interface MemberRules {
  /** Its folder, `07`. */
  readonly folder: string;
  /** Of its files, `.low.mp3`. */
  readonly ending: string;
  /** Paths that are listed; undefined where there is no list. */
  readonly listed: { has(path: string): boolean } | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  link: 'it is a link',
  symlink: 'it is a link',
  'character-device': 'it is a device',
  'block-device': 'it is a device',
  fifo: 'it is a pipe',
};

/** Why a member of an archive is not unpacked, in words that follow its name; undefined: nothing is wrong with it. */
export function memberRefusal(
  { name, type, size }: Pick<Header, 'name' | 'type' | 'size'>,
  { folder, ending, listed }: MemberRules,
  seen: ReadonlySet<string>,
): string | undefined {
  if (type !== 'file') {
    return KINDS[type] ?? 'it is not a plain file';
  }
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'its path is absolute';
  if (name.split(/[/\\]/).includes('..')) return 'its path leads out of the folder';
  if (!isNameOf(name, folder, ending)) return `it is not named ${folder}/NUMBER${ending}`;
  if (listed && !listed.has(name)) return 'it is not in the list of checksums';
  if (seen.has(name)) return 'the archive has it a second time';
  if (size > MAX_MEMBER_BYTES) return `it has ${String(size)} bytes, more than any recording`;
  return undefined;
}

function isNameOf(name: string, folder: string, ending: string): boolean {
  return (
    name.startsWith(`${folder}/`) &&
    name.endsWith(ending) &&
    /^\d+$/.test(name.slice(folder.length + 1, -ending.length))
  );
}
