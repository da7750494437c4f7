import { trackOfPath } from '../download/published.ts';

/**
 * Licences by track, `14/214`, of the dataset's `audio_licenses.txt`: for each track a line with its path, one with title and
 * artist, one with the licence, and an empty one. A track without a line about a licence has none.
 */
export function parseLicenses(text: string): ReadonlyMap<string, string> {
  const licenses = new Map<string, string>();
  let track: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const named = trackOfPath(line.trim());
    if (named !== undefined) track = named;
    else if (line.trim() === '') track = undefined;
    else if (track !== undefined && IS_LICENSE.test(line)) licenses.set(track, line.trim());
  }
  return licenses;
}

const IS_LICENSE = /creativecommons\.org|licen[cs]e|public domain/i;
