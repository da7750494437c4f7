import type { SourceItem } from '@earmark/core/run';

/** Of an item that could not be looked at when it was listed: it is fetched in whatever version there is, or fails. */
export const UNKNOWN_VERSION = 'unknown';

/** What was seen while listing and is no audio; counted, so that nobody wonders where a file went. */
export interface Ignored {
  hidden: number;
  notAudio: number;
}

export interface Source {
  /** How the source is named in the ledger; the same place has always the same name. */
  readonly name: string;
  /** How a command line names it. */
  readonly args: readonly string[];
  readonly ignored: Readonly<Ignored>;
  /** Pages of items, in no promised order. @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE */
  list(signal: AbortSignal): AsyncIterable<readonly SourceItem[]>;
}

/** An audio file that is at hand for as long as it is held. */
export interface FetchedAudio {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  /** Gives the file back; a temporary one is removed. */
  release(): Promise<void>;
}

/** The audio of a URI, in the planned version. */
export type FetchAudio = (
  uri: string,
  version: string,
  signal: AbortSignal,
) => Promise<FetchedAudio>;

const PAGE_LENGTH = 500;

/** The items in groups that are worth a round trip to the ledger. */
export async function* inPages(
  items: AsyncIterable<SourceItem>,
): AsyncGenerator<readonly SourceItem[]> {
  let page: SourceItem[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE_LENGTH) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const AUDIO_EXTENSIONS = new Set(
  'mp3 wav flac ogg oga opus m4a mp4 aac aif aiff aifc wma'.split(' ').map((name) => `.${name}`),
);

/** Whether a name looks like one of the audio formats Earmark reads. */
export function isAudioName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && AUDIO_EXTENSIONS.has(name.slice(dot).toLowerCase());
}

/** `.` and `..`, which a bucket may well have for names, are not. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') && name !== '.' && name !== '..';
}
