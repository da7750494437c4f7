import { spreadsheetText } from '@earmark/core/text';
import type { TrackFacts } from '@earmark/ledger';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

const COLUMNS = [
  'file',
  'duration_seconds',
  'peak_dbfs',
  'loudness_dbfs',
  'silent_share',
  'clipped_share',
  'is_silent',
  'title',
  'artist',
];

/**
 * Text of `tracks_….csv`, a line at a time, after a byte order mark: how long and how loud each track is, and
 * what it is called; cells that nothing is known for are empty.
 */
export function* tracksCsv(tracks: readonly TrackFacts[]): Generator<string> {
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
      spreadsheetText(track.title ?? ''),
      spreadsheetText(track.artist ?? ''),
    ]);
  }
}

function decimal(value: number | null, decimals: number): string {
  return value === null ? '' : value.toFixed(decimals);
}
