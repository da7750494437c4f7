import { type License, licenseOf } from './license.ts';
import { metadataText } from './track-metadata.ts';

export interface JamendoLicense extends License {
  readonly trackId: number;
}

/** `14/214.mp3` on a line of its own begins what is said of track 214. */
const PATH = /^\d+\/(\d{1,15})(?:\.low)?\.mp3$/;

/**
 * The licences in a list such as `audio_licenses.txt` of MTG-Jamendo: the path of a track, its attribution, a line
 * that names the licence, and an empty one. A track without such a line is left out.
 */
export async function* jamendoLicenses(
  lines: AsyncIterable<string>,
): AsyncGenerator<JamendoLicense> {
  let trackId: number | undefined;
  for await (const line of lines) {
    const digits = PATH.exec(line.trim())?.[1];
    if (digits !== undefined) trackId = Number(digits);
    const named = metadataText(LICENSE.exec(line)?.[1]);
    if (trackId === undefined || named === null) continue;
    yield { trackId, ...licenseOf({ named }) };
    trackId = undefined;
  }
}

/** `Available under a Creative Commons Attribution license: http://creativecommons.org/licenses/by/3.0/` */
const LICENSE = /^\s*Available under (?:an? )?(.*\blicen[cs]e:.*)$/i;
