import { formatCounted } from '@earmark/core/text';
import { unreadExtension } from './audio-names.ts';

/** What a listing left out, so that it can be reported. */
export interface Ignored {
  hidden: number;
  notAudio: number;
  /** Files of audio formats that Earmark does not read, by extension: `{ '.mid': 312 }`. */
  readonly unread: Record<string, number>;
  /** Folders and files that could not be read while they were listed. They are items, whose tasks fail. */
  unreadable: number;
}

export function nothingIgnored(): Ignored {
  return { hidden: 0, notAudio: 0, unread: {}, unreadable: 0 };
}

/** Counts a file that Earmark does not read. */
export function ignoreFile(ignored: Ignored, name: string): void {
  const extension = unreadExtension(name);
  if (extension === undefined) ignored.notAudio++;
  else ignored.unread[extension] = (ignored.unread[extension] ?? 0) + 1;
}

/** `3 other files ignored; 312 files .mid are not read`; empty when nothing was left out. */
export function ignoredText({ hidden, notAudio, unread, unreadable }: Readonly<Ignored>): string {
  const nOthers = hidden + notAudio;
  const formats = Object.entries(unread).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...(nOthers > 0 ? [`${formatCounted(nOthers, 'other file')} ignored`] : []),
    ...formats.map(
      ([extension, n]) =>
        `${formatCounted(n, 'file')} ${extension} ${n === 1 ? 'is' : 'are'} not read`,
    ),
    ...(unreadable > 0
      ? [`${formatCounted(unreadable, 'name')} could not be read and will fail`]
      : []),
  ].join('; ');
}
