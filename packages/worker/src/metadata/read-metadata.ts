import { isUtf8 } from 'node:buffer';
import { type ICommonTagsResult, parseFromTokenizer } from 'music-metadata';
import { fromFile } from 'strtok3';
import { toTrackMetadata, type TrackMetadata } from '@earmark/core/corpus';

/** The largest piece of a file that is read at once: an ID3 tag is read as a whole, with the pictures in it. */
const MAX_PIECE_BYTES = 1 << 26;

/**
 * What a file says about itself in its first tags and its last: ID3, Vorbis comments, MP4, RIFF, APE and others. A file
 * that is damaged, or that is no audio, says what was read before that was found; it is no error.
 */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  let found: Partial<ICommonTagsResult> = {};
  try {
    const options = { regularFileOnly: true, maxBufferSize: MAX_PIECE_BYTES };
    const file = await fromFile(path, options);
    try {
      await parseFromTokenizer(file, {
        skipCovers: true,
        observer: ({ metadata }) => {
          found = metadata.common;
        },
      });
    } finally {
      await file.close();
    }
  } catch {
    // What a parser does not understand, a decoder may; it is the one that fails the track.
  }
  return toTrackMetadata({
    title: asUtf8(found.title),
    artist: asUtf8(found.artist),
    album: asUtf8(found.album),
    releaseDate: found.originaldate ?? found.date ?? found.year?.toString(),
    license: asUtf8(found.license),
    copyright: asUtf8(found.copyright),
  });
}

/**
 * Tags that are said to be Latin-1, or have to be, are often UTF-8: so is text that was read as Latin-1 and whose bytes are
 * valid UTF-8. Of real Latin-1, hardly any is.
 */
function asUtf8(text: string | undefined): string | undefined {
  if (text === undefined || /[^\0-\u00ff]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : text;
}
