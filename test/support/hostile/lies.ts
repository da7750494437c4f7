import { withChecksums } from './ogg.ts';
import type { Original } from './originals.ts';

/** A number of a header, found by the marker before it. */
interface Field {
  readonly format: string;
  readonly field: string;
  readonly marker: string;
  /** Bytes from the beginning of the marker. */
  readonly offset: number;
  readonly write: (bytes: Buffer, at: number, value: number) => void;
  readonly values: readonly number[];
}

const u8 = (bytes: Buffer, at: number, value: number): void => void bytes.writeUInt8(value, at);
const u16le = (bytes: Buffer, at: number, value: number): void =>
  void bytes.writeUInt16LE(value, at);
const u16be = (bytes: Buffer, at: number, value: number): void =>
  void bytes.writeUInt16BE(value, at);
const u32le = (bytes: Buffer, at: number, value: number): void =>
  void bytes.writeUInt32LE(value, at);
const u32be = (bytes: Buffer, at: number, value: number): void =>
  void bytes.writeUInt32BE(value, at);
/** The 20 bits of FLAC. */
const u20be = (bytes: Buffer, at: number, value: number): void =>
  void bytes.writeUIntBE((value << 4) | 0x2, at, 3);
/** 80-bit floating point, as AIFF has it: a whole number from 2^31 up, scaled by the exponent. */
const rate80 = (bytes: Buffer, at: number, exponent: number): void => {
  bytes.writeUInt16BE(exponent, at);
  bytes.writeUInt32BE(0x80000000, at + 2);
};

const BYTES = [0, 3, 65, 255];
const CHANNELS = [0, 65, 100, 65_535];
const RATES = [0, 1, 7, 999, 1_000_000_000, 0x7fffffff, 0x80000000, 0xffffffff];
const COUNTS = [0, 1, 0x7fffffff, 0xffffffff];

const FIELDS: readonly Field[] = [
  field('wav', 'size of the file', 'RIFF', 4, u32le, COUNTS),
  field('wav', 'size of the format', 'fmt ', 4, u32le, COUNTS),
  field('wav', 'encoding', 'fmt ', 8, u16le, [0, 2, 3, 6, 0x11, 0x50, 0x55, 0x161, 0xfffe, 0xffff]),
  field('wav', 'channels', 'fmt ', 10, u16le, CHANNELS),
  field('wav', 'rate', 'fmt ', 12, u32le, RATES),
  field('wav', 'byte rate', 'fmt ', 16, u32le, COUNTS),
  field('wav', 'block align', 'fmt ', 20, u16le, CHANNELS),
  field('wav', 'bits', 'fmt ', 22, u16le, CHANNELS),
  field('wav', 'size of the samples', 'data', 4, u32le, COUNTS),
  field('flac', 'largest block', 'fLaC', 10, u16be, [0, 1, 15, 65_535]),
  field('flac', 'rate', 'fLaC', 18, u20be, [0, 1, 999, 0xfffff]),
  field('flac', 'samples', 'fLaC', 22, u32be, COUNTS),
  field('flac', 'size of the next block', 'fLaC', 43, u32be, [0x7fffff, 0xffffff, 0x84ffffff]),
  field('ogg', 'time', 'OggS', 6, u32le, COUNTS),
  field('ogg', 'channels', 'vorbis', 10, u8, BYTES),
  field('ogg', 'rate', 'vorbis', 11, u32le, RATES),
  field('opus', 'time', 'OggS', 10, u32le, COUNTS),
  field('opus', 'channels', 'OpusHead', 9, u8, BYTES),
  field('opus', 'delay', 'OpusHead', 10, u16le, [0, 65_535]),
  field('opus', 'rate', 'OpusHead', 12, u32le, RATES),
  field('opus', 'gain', 'OpusHead', 16, u16le, [0x7fff, 0x8000]),
  field('opus', 'mapping', 'OpusHead', 18, u8, BYTES),
  field('aiff', 'channels', 'COMM', 8, u16be, CHANNELS),
  field('aiff', 'frames', 'COMM', 10, u32be, COUNTS),
  field('aiff', 'bits', 'COMM', 14, u16be, CHANNELS),
  field('aiff', 'rate', 'COMM', 16, rate80, [0, 0x3fff, 0x401e, 0x7ffe, 0x7fff, 0xffff]),
  field('aiff', 'size of the samples', 'SSND', 4, u32be, COUNTS),
  field('caf', 'size of the samples', 'data', 8, u32be, COUNTS),
  field('caf', 'packets', 'desc', 28, u32be, COUNTS),
  field('caf', 'channels', 'desc', 36, u32be, CHANNELS),
  ...['m4a', 'mp4'].flatMap((format) => [
    field(format, 'time scale', 'mdhd', 16, u32be, COUNTS),
    field(format, 'duration', 'mdhd', 20, u32be, COUNTS),
    field(format, 'duration of the movie', 'mvhd', 20, u32be, COUNTS),
    field(format, 'runs of times', 'stts', 8, u32be, COUNTS),
    field(format, 'frames in a run', 'stts', 12, u32be, COUNTS),
    field(format, 'duration of a frame', 'stts', 16, u32be, COUNTS),
    field(format, 'size of all frames', 'stsz', 8, u32be, COUNTS),
    field(format, 'frames', 'stsz', 12, u32be, COUNTS),
    field(format, 'size of a frame', 'stsz', 16, u32be, COUNTS),
    field(format, 'runs of chunks', 'stsc', 8, u32be, COUNTS),
    field(format, 'frames in a chunk', 'stsc', 16, u32be, COUNTS),
    field(format, 'chunks', 'stco', 8, u32be, COUNTS),
    field(format, 'place of a chunk', 'stco', 12, u32be, COUNTS),
    field(format, 'edit', 'elst', 12, u32be, COUNTS),
  ]),
  field('m4a', 'channels', 'mp4a', 20, u16be, CHANNELS),
  field('m4a', 'rate', 'mp4a', 28, u32be, RATES),
  field('mp4', 'rate', 'alac', 28, u32be, RATES),
  field('mp4', 'samples of a frame', 'alac', 44, u32be, COUNTS),
  field('mp4', 'channels of a frame', 'alac', 53, u8, BYTES),
  field('mp3', 'frames', 'Info', 8, u32be, COUNTS),
  field('wma', 'header objects', '\x30\x26\xb2\x75', 24, u32le, COUNTS),
  field('wma', 'channels', '\x61\x01\x02\x00', 2, u16le, CHANNELS),
  field('wma', 'rate', '\x61\x01\x02\x00', 4, u32le, RATES),
  field('wma', 'block align', '\x61\x01\x02\x00', 12, u16le, CHANNELS),
  field('webm', 'channels', 'OpusHead', 9, u8, BYTES),
  field('webm', 'rate', 'OpusHead', 12, u32le, RATES),
];

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every field of every header with every value that no honest file has there. */
export function liesAbout(originals: readonly Original[]): readonly NamedBytes[] {
  return FIELDS.flatMap(({ format, field: what, marker, offset, write, values }) => {
    const bytes = originals.find((original) => original.format === format)?.bytes;
    if (!bytes) return [];
    const at = bytes.indexOf(Buffer.from(marker, 'latin1'));
    if (at < 0) throw new Error(`The ${format} file has no ${marker}`);
    return values.map((value) => {
      const lie = Buffer.from(bytes);
      write(lie, at + offset, value);
      const isOgg = format === 'ogg' || format === 'opus';
      const name = `${what} is ${String(value)}.${format}`;
      return { name, bytes: isOgg ? withChecksums(lie) : lie };
    });
  });
}

function field(
  format: string,
  name: string,
  marker: string,
  offset: number,
  write: Field['write'],
  values: readonly number[],
): Field {
  return { format, field: name, marker, offset, write, values };
}
