import { type License, licenseOf } from './license.ts';

/** What a track is called; null where nothing says it. */
export interface Description {
  readonly title: string | null;
  /** All artists in one text, as written. */
  readonly artist: string | null;
  readonly album: string | null;
  /** `2004-12-29`, `2004-12` or `2004`. */
  readonly releaseDate: string | null;
}

/** What is known of a track besides its tags; null where nothing says it. */
export interface TrackMetadata extends Description, License {}

/** Texts as somebody wrote them: of any length, with any characters. */
export type WrittenDescription = {
  readonly [Name in keyof Description]?: string | undefined;
};

export interface WrittenMetadata extends WrittenDescription {
  readonly license?: string | undefined;
  /** A licence of Creative Commons is found in it. */
  readonly copyright?: string | undefined;
}

export function toTrackMetadata(written: WrittenMetadata): TrackMetadata {
  const named = metadataText(written.license);
  const mentioned = metadataText(written.copyright);
  return { ...toDescription(written), ...licenseOf({ named, mentioned }) };
}

export function toDescription(written: WrittenDescription): Description {
  return {
    title: metadataText(written.title),
    artist: metadataText(written.artist),
    album: metadataText(written.album),
    releaseDate: releaseDateOf(written.releaseDate),
  };
}

/** Characters of a text that are kept. */
const MAX_LENGTH = 500;

/** What is read of a longer text: much of it may be blanks. */
const MAX_READ = 4 * MAX_LENGTH;

/**
 * A text on one line, of at most 500 characters; null when nothing is left. Line ends and control characters become
 * blanks, among them NUL, which Postgres refuses; half of a surrogate pair becomes U+FFFD.
 */
export function metadataText(written: string | undefined): string | null {
  const line = (written ?? '')
    .slice(0, MAX_READ)
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return Array.from(line).slice(0, MAX_LENGTH).join('').trimEnd() || null;
}

const DATE = /^\s*(\d{4})(?:[-/.]?(0[1-9]|1[0-2])(?:[-/.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)/;

/** The date that a text begins with, as in ISO 8601, to the day, the month or the year; null where there is none. */
function releaseDateOf(written: string | undefined): string | null {
  const [, year = '0000', ...rest] = DATE.exec(written ?? '') ?? [];
  return year === '0000' ? null : [year, ...rest.filter(Boolean)].join('-');
}
