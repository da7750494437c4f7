export interface PlaylistTrack {
  /** A path or an address on one line, as `locate` returns it. */
  readonly location: string;
  /** On one line. */
  readonly title: string;
  /** Null for a track that was not decoded. */
  readonly durationSeconds: number | null;
}

/** A playlist has -1 for a duration that nobody knows. */
const UNKNOWN_SECONDS = -1;

/**
 * Text of a playlist, a line at a time, in UTF-8: players read `.m3u8` so, and `.m3u` in the character set of the machine.
 * Without a byte order mark, behind which some of them do not find the first line.
 *
 * @param name on one line
 */
export function* playlistText(name: string, tracks: readonly PlaylistTrack[]): Generator<string> {
  yield `#EXTM3U\n#PLAYLIST:${name}\n`;
  for (const { location, title, durationSeconds } of tracks) {
    const seconds = durationSeconds === null ? UNKNOWN_SECONDS : Math.round(durationSeconds);
    yield `#EXTINF:${seconds},${title}\n${location}\n`;
  }
}
