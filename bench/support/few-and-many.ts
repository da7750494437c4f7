import { join } from 'node:path';
import { makeLongTracks } from './long-tracks.ts';
import type { PrivateServices } from './private-services.ts';
import { type Tagged, type TagOptions, tagSource } from './tag-source.ts';

/** Two folders of four-minute tracks: what a worker does once is told from the rest by what the second takes more. */
export interface FewAndMany {
  /** Tracks in the first folder. */
  readonly nTracks: number;
  readonly few: string;
  /** Has three times as many. */
  readonly many: string;
}

export function makeFewAndMany(folder: string, nTracks: number): FewAndMany {
  const made = { nTracks, few: join(folder, 'few'), many: join(folder, 'many') };
  makeLongTracks(made.few, nTracks);
  makeLongTracks(made.many, 3 * nTracks);
  return made;
}

/** What was measured with the many tracks, and what follows of both. */
export interface TaggedPerTrack extends Tagged {
  readonly secondsPerTrack: number;
  readonly cpuPerTrack: number;
  /** Of it in the networks. */
  readonly networksPerTrack: number;
  /** CPU seconds of starting up. */
  readonly cpuOnce: number;
}

/** Has one worker tag the many tracks, then the few, which is the last run of the ledger. */
export async function tagFewAndMany(
  services: PrivateServices,
  { nTracks, few, many }: FewAndMany,
  options: Omit<TagOptions, 'source'>,
): Promise<TaggedPerTrack> {
  const long = await tagSource(services, { ...options, source: many });
  const short = await tagSource(services, { ...options, source: few });
  const cpuPerTrack = (long.cpuSeconds - short.cpuSeconds) / (2 * nTracks);
  return {
    ...long,
    secondsPerTrack: (long.seconds - short.seconds) / (2 * nTracks),
    cpuPerTrack,
    networksPerTrack: (long.networkSeconds - short.networkSeconds) / (2 * nTracks),
    cpuOnce: short.cpuSeconds - nTracks * cpuPerTrack,
  };
}
