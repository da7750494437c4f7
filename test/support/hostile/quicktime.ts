/** A QuickTime file of uncompressed sound whose samples lie in another file, or on another machine. */
export function soundElsewhere(
  place: { readonly path: string } | { readonly url: string },
): Buffer {
  const nFrames = 16_000;
  const entry = box('sowt', zeros(6), u16(1), zeros(8), u16(1), u16(16), zeros(4), u32(RATE << 16));
  const tables = box(
    'stbl',
    box('stsd', zeros(4), u32(1), entry),
    box('stts', zeros(4), u32(1), u32(nFrames), u32(1)),
    box('stsc', zeros(4), u32(1), u32(1), u32(nFrames), u32(1)),
    box('stsz', zeros(4), u32(2), u32(nFrames)),
    box('stco', zeros(4), u32(1), u32(44)),
  );
  const reference = 'url' in place ? urlReference(place.url) : aliasReference(place.path);
  const dinf = box('dinf', box('dref', zeros(4), u32(1), reference));
  const media = box(
    'mdia',
    box('mdhd', zeros(12), u32(RATE), u32(nFrames), zeros(4)),
    box('hdlr', zeros(4), text('mhlr'), text('soun'), zeros(13)),
    box('minf', box('smhd', zeros(8)), dinf, tables),
  );
  const track = box('trak', box('tkhd', u32(7), zeros(8), u32(1), zeros(68)), media);
  const movie = box('moov', box('mvhd', zeros(12), u32(RATE), u32(nFrames), zeros(80)), track);
  return Buffer.concat([box('ftyp', text('qt  '), zeros(4), text('qt  ')), movie]);
}

const RATE = 16_000;

function urlReference(url: string): Buffer {
  return box('url ', zeros(4), text(`${url}\0`));
}

/** An alias record: its fixed part of 150 bytes, then the absolute path as the part numbered 18. */
function aliasReference(path: string): Buffer {
  const name = Buffer.alloc(64);
  name.write('canary.wav', 1);
  name[0] = 10;
  const volume = Buffer.alloc(28);
  const fixed = [
    zeros(4),
    u16(150),
    u16(2),
    u16(0),
    volume,
    zeros(12),
    name,
    zeros(16),
    u16(1),
    u16(9),
  ];
  const rest = Buffer.concat([...fixed, zeros(16)]);
  const pathPart = Buffer.concat([u16(18), u16(path.length), text(path), zeros(path.length % 2)]);
  return box('alis', zeros(4), rest, pathPart, u16(0xffff), u16(0));
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat([zeros(4), text(type), ...content]);
  bytes.writeUInt32BE(bytes.length, 0);
  return bytes;
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}

function text(characters: string): Buffer {
  return Buffer.from(characters, 'latin1');
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
