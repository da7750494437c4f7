import type { SourceItem } from '@earmark/core/run';
import type { Ignored } from './ignored.ts';

/** Version of an item whose version could not be read when it was listed: any version is fetched, or the fetch fails. */
export const UNKNOWN_VERSION = 'unknown';

export interface Source {
  /** Name in the ledger; the same place always has the same name. */
  readonly name: string;
  /** Its arguments on a command line. */
  readonly args: readonly string[];
  /** It lists every audio file whose address begins with this; null when it lists single files. */
  readonly uriPrefix: string | null;
  readonly ignored: Readonly<Ignored>;
  /** Pages of items, in any order. @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE */
  list(signal: AbortSignal): AsyncIterable<readonly SourceItem[]>;
}

/** An audio file that can be read until it is released. */
export interface FetchedAudio {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  /** Removes the file if it is a temporary one. */
  release(): Promise<void>;
}

/** The audio of a URI, in the planned version. */
export type FetchAudio = (
  uri: string,
  version: string,
  signal: AbortSignal,
) => Promise<FetchedAudio>;

const PAGE_LENGTH = 500;

/** The items in pages that are large enough for a round trip to the ledger. */
export async function* inPages<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE_LENGTH) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
