import type { NamedBytes } from './lies.ts';
import { oggPage } from './ogg.ts';

/** Small files that stand for hours, or for much memory. */
export function bombs(): readonly NamedBytes[] {
  return [
    { name: 'a day of silence.flac', bytes: silentFlac({ nFrames: 55_000, nChannels: 1 }) },
    { name: 'a day of eight silences.flac', bytes: silentFlac({ nFrames: 55_000, nChannels: 8 }) },
    { name: 'a day of silence.opus', bytes: silentOpus({ nPages: 2_800, nChannels: 1 }) },
    { name: 'an hour of 84 silences.opus', bytes: silentOpus({ nPages: 120, nChannels: 84 }) },
    { name: 'tag of 256 MB.mp3', bytes: id3Header(0x0fffffff) },
    { name: 'cover of a gigapixel.mp3', bytes: hugeCover() },
  ];
}

interface FlacSize {
  readonly nFrames: number;
  readonly nChannels: number;
}

/** Frames of 65,535 samples, each a constant: 11 bytes, and 3 for each channel. */
function silentFlac({ nFrames, nChannels }: FlacSize): Buffer {
  const streamInfo = Buffer.alloc(42);
  streamInfo.write('fLaC\x80\0\0\x22', 'latin1');
  streamInfo.writeUInt16BE(65_535, 8);
  streamInfo.writeUInt16BE(65_535, 10);
  streamInfo.writeUIntBE((44_100 << 4) | ((nChannels - 1) << 1), 18, 3);
  streamInfo.writeUInt8(0xf0, 21);
  const frames = Array.from({ length: nFrames }, (_, i) => {
    const number = Buffer.from(String.fromCodePoint(i), 'utf8');
    const sizes = [0xff, 0xf8, 0x79, ((nChannels - 1) << 4) | 8, ...number, 0xff, 0xfe];
    const frame = Buffer.from([...sizes, crc(sizes, 8, 0x07), ...zeros(3 * nChannels)]);
    const sum = crc(frame, 16, 0x8005);
    return Buffer.concat([frame, Buffer.from([sum >> 8, sum & 0xff])]);
  });
  return Buffer.concat([streamInfo, ...frames]);
}

interface OpusSize {
  readonly nPages: number;
  readonly nChannels: number;
}

/** Packets of 120 ms, each two empty frames: 2 bytes for the last channel, 3 for each other. */
function silentOpus({ nPages, nChannels }: OpusSize): Buffer {
  const mapping = nChannels > 2 ? [255, nChannels, 0, ...zeros(nChannels).keys()] : [0];
  const head = [nChannels, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, ...mapping];
  const others = Array.from({ length: nChannels - 1 }, () => [0x1b, 0x02, 0x00]).flat();
  const packets = Array.from({ length: 255 }, () => Buffer.from([...others, 0x1b, 0x02]));
  const opusHead = Buffer.concat([Buffer.from('OpusHead\x01', 'latin1'), Buffer.from(head)]);
  const opusTags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
  const page = { serial: 1, flags: 0, granule: 0n };
  return Buffer.concat([
    oggPage({ ...page, sequence: 0, flags: 2, packets: [opusHead] }),
    oggPage({ ...page, sequence: 1, packets: [opusTags] }),
    ...Array.from({ length: nPages }, (_, i) =>
      oggPage({ ...page, sequence: i + 2, granule: BigInt(5_760 * 255 * (i + 1)), packets }),
    ),
  ]);
}

/** A picture whose header asks for 32,000 x 32,000 points of 8 bytes. */
function hugeCover(): Buffer {
  const ihdr = [0, 0, 0, 13, ...latin1('IHDR'), 0, 0, 0x7d, 0, 0, 0, 0x7d, 0, 16, 6, 0, 0, 0];
  const idat = [0, 0, 0, 8, ...latin1('IDAT'), 0x78, 0x9c, 3, 0, 0, 0, 0, 1];
  const png = [...latin1('\x89PNG\r\n\x1a\n'), ...ihdr, ...zeros(4), ...idat, ...zeros(4)];
  const picture = [...latin1('\0image/png\0\x03\0'), ...png];
  const frame = [...latin1('APIC'), 0, 0, 0, picture.length, 0, 0, ...picture];
  return Buffer.concat([id3Header(frame.length), Buffer.from(frame)]);
}

function id3Header(size: number): Buffer {
  const digits = [21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f);
  return Buffer.from([...latin1('ID3\x03\0\0'), ...digits]);
}

function crc(bytes: Iterable<number>, nBits: number, polynomial: number): number {
  const top = 1 << (nBits - 1);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (nBits - 8);
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ ((sum & top) === 0 ? 0 : polynomial);
    sum &= (1 << nBits) - 1;
  }
  return sum;
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}
