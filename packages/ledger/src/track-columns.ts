import { toDbfs } from '@earmark/core/audio';
import type { TrackId } from '@earmark/core/run';
import type { Column, Settlement } from './settle.ts';

type LearntOfTrack = Pick<
  Settlement,
  'contentSha256' | 'durationSeconds' | 'level' | 'embeddedMetadata'
>;

/** What some settlements learnt of their tracks, column by column; one row a track. */
export function trackColumns(settlements: readonly Settlement[]): readonly Column[] {
  const tracks = new Map<TrackId, LearntOfTrack>();
  for (const { trackId, contentSha256, durationSeconds, level, embeddedMetadata } of settlements) {
    const known = tracks.get(trackId);
    tracks.set(trackId, {
      contentSha256: contentSha256 ?? known?.contentSha256 ?? null,
      durationSeconds: durationSeconds ?? known?.durationSeconds ?? null,
      level: level ?? known?.level ?? null,
      embeddedMetadata: embeddedMetadata ?? known?.embeddedMetadata ?? null,
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
    ...METADATA_COLUMNS.map((name) =>
      ordered.map(([, { embeddedMetadata }]) => embeddedMetadata?.[name] ?? null),
    ),
  ];
}

/** In the order in which the statement names them. */
const METADATA_COLUMNS = [
  ...(['title', 'artist', 'album', 'releaseDate', 'license', 'licenseUrl'] as const),
];
