/** A tag of ID3v2.4 as it is written before the audio. @param sizeStated of the frames, where it lies about it */
export function id3(frames: readonly Buffer[], sizeStated?: number): Buffer {
  const content = Buffer.concat(frames);
  const header = Buffer.from('ID3\x04\0\0....', 'latin1');
  writeSyncSafe(header, sizeStated ?? content.length, 6);
  return Buffer.concat([header, content]);
}

export function id3Frame(id: string, content: Buffer): Buffer {
  const header = Buffer.from(`${id}....\0\0`, 'latin1');
  writeSyncSafe(header, content.length, 4);
  return Buffer.concat([header, content]);
}

/** A frame of text in UTF-8. */
export function id3Text(id: string, text: string | Buffer): Buffer {
  return id3Frame(id, Buffer.concat([Buffer.from([3]), Buffer.from(text)]));
}

/** A number in four bytes of seven bits. */
function writeSyncSafe(bytes: Buffer, value: number, at: number): void {
  for (const [i, shift] of [21, 14, 7, 0].entries()) bytes[at + i] = (value >> shift) & 0x7f;
}

/** A FLAC file with a block of Vorbis comments and no audio. @param lengthStated of the first comment */
export function flacWithComments(comments: readonly Buffer[], lengthStated?: number): Buffer {
  const streamInfo = Buffer.concat([Buffer.from([0, 0, 0, 34]), Buffer.alloc(34, 1)]);
  const content = Buffer.concat([
    u32le(0),
    u32le(comments.length),
    ...comments.flatMap((comment, i) => [
      u32le(i === 0 ? (lengthStated ?? comment.length) : comment.length),
      comment,
    ]),
  ]);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(content.length);
  header[0] = 0x84;
  return Buffer.concat([Buffer.from('fLaC'), streamInfo, header, content]);
}

function u32le(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** An MP4 box; one of size 0 reaches to the end of the file, or of the box around it. */
export function mp4Box(type: string, content: Buffer, sizeStated?: number): Buffer {
  const header = Buffer.from(`....${type}`, 'latin1');
  header.writeUInt32BE(sizeStated ?? content.length + 8);
  return Buffer.concat([header, content]);
}
