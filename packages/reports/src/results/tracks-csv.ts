import { spreadsheetText } from '@earmark/core/text';
import type { TrackAudio } from '@earmark/ledger';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

const COLUMNS = [
  'file',
  'duration_seconds',
  'peak_dbfs',
  'loudness_dbfs',
  'silent_share',
  'clipped_share',
  'is_silent',
];

/**
 * Text of `tracks_….csv`, a line at a time, after a byte order mark: how long and how loud each track is; cells of a track
 * that was not decoded are empty.
 */
export function* tracksCsv(tracks: readonly TrackAudio[]): Generator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for (const track of tracks) {
    yield csvLine([
      spreadsheetText(track.file),
      decimal(track.durationSeconds, 2),
      decimal(track.peakDbfs, 1),
      decimal(track.loudnessDbfs, 1),
      decimal(track.silentShare, 4),
      decimal(track.clippedShare, 4),
      track.isSilent === null ? '' : String(track.isSilent),
    ]);
  }
}

function decimal(value: number | null, decimals: number): string {
  return value === null ? '' : value.toFixed(decimals);
}
