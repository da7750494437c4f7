import { toDbfs } from '@earmark/core/audio';
import { isEmptyMetadata } from '@earmark/core/corpus';
import type { TrackId } from '@earmark/core/run';
import type { Column, Settlement } from './settle.ts';

/** What some settlements learnt of their tracks, column by column; one row a track. */
export function trackColumns(settlements: readonly Settlement[]): readonly Column[] {
  const tracks = new Map<
    TrackId,
    Pick<Settlement, 'contentSha256' | 'durationSeconds' | 'level'>
  >();
  for (const { trackId, contentSha256, durationSeconds, level } of settlements) {
    const known = tracks.get(trackId);
    tracks.set(trackId, {
      contentSha256: contentSha256 ?? known?.contentSha256 ?? null,
      durationSeconds: durationSeconds ?? known?.durationSeconds ?? null,
      level: level ?? known?.level ?? null,
    });
  }
  const ordered = [...tracks].sort(([a], [b]) => a - b);
  return [
    ordered.map(([trackId]) => trackId),
    ordered.map(([, { contentSha256 }]) => contentSha256),
    ordered.map(([, { durationSeconds }]) => durationSeconds),
    ordered.map(([, { level }]) => level && toDbfs(level.peak)),
    ordered.map(([, { level }]) => level && toDbfs(level.rms)),
    ordered.map(([, { level }]) => level?.silentShare ?? null),
    ordered.map(([, { level }]) => level?.clippedShare ?? null),
  ];
}

/** What files say about themselves, column by column; a file that says nothing has no row. */
export function metadataColumns(settlements: readonly Settlement[]): readonly Column[] {
  const tracks = new Map(
    settlements.flatMap(({ trackId, embeddedMetadata }) =>
      embeddedMetadata && !isEmptyMetadata(embeddedMetadata) ? [[trackId, embeddedMetadata]] : [],
    ),
  );
  return [
    [...tracks.keys()],
    ...METADATA_COLUMNS.map((name) => [...tracks.values()].map((metadata) => metadata[name])),
  ];
}

/** In the order in which the statement names them. */
const METADATA_COLUMNS = [
  ...(['title', 'artist', 'album', 'releaseDate', 'license', 'licenseUrl'] as const),
];
