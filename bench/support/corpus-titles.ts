import { type JamendoLicense, type JamendoMetadata, toTrackMetadata } from '@earmark/core/corpus';

/** The most frequent licence first. */
const LICENSES = ['by-nc-sa', 'by-nc-sa', 'by-nc-nd', 'by-sa', 'by'];

/** What a table of titles says of a generated track: ten tracks an artist and five an album, which has one date and licence. */
export function titleOf(trackId: number): JamendoMetadata & JamendoLicense {
  const album = Math.floor(trackId / 5);
  const year = 1990 + ((album * 7) % 30);
  const code = LICENSES[(album * 3) % LICENSES.length]!;
  const metadata = toTrackMetadata({
    title: `Track ${String(trackId)}`,
    artist: `Artist ${String(Math.floor(trackId / 10))}`,
    album: `Album ${String(album)}`,
    releaseDate: `${String(year)}-05-17`,
    license: `http://creativecommons.org/licenses/${code}/3.0/`,
  });
  return { trackId, ...metadata, pageUrl: null };
}
