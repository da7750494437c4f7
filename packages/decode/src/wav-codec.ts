import type { FileHandle } from 'node:fs/promises';

/** The chunks before the samples are rarely larger than this. */
const HEAD_BYTES = 4_096;

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * The codec of the samples of a WAV file that ffmpeg would read wrongly; undefined for every other file. ffmpeg reads the
 * samples of a big-endian file (RIFX) as little endian, and refuses samples with fewer valid bits than they take up:
 * those are left-justified, so all bits can be read.
 */
export async function wavCodec(file: FileHandle): Promise<string | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return codecOfHead(buffer.subarray(0, bytesRead));
}

/** @param head the first bytes of a file */
export function codecOfHead(head: Buffer): string | undefined {
  const isBigEndian = head.toString('latin1', 0, 4) === 'RIFX';
  if (head.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  const at = head.indexOf('fmt ', 12, 'latin1') + 8;
  if (at < 8 || at + 16 > head.length) return undefined;
  const read = (offset: number) =>
    isBigEndian ? head.readUInt16BE(at + offset) : head.readUInt16LE(at + offset);

  const isExtensible = read(0) === EXTENSIBLE && at + 26 <= head.length;
  const tag = isExtensible ? read(24) : read(0);
  const containerBits = (8 * read(12)) / read(2);
  const validBits = isExtensible ? read(18) : read(14);
  if (tag !== PCM && tag !== FLOAT) return undefined;
  if (!isBigEndian && Math.ceil(validBits / 8) * 8 === containerBits) return undefined;
  return codecOf({ tag, bits: containerBits, isBigEndian });
}

const BITS = [16, 24, 32, 64];

function codecOf(of: { tag: number; bits: number; isBigEndian: boolean }): string | undefined {
  if (of.tag === PCM && of.bits === 8) return 'pcm_u8';
  if (!BITS.includes(of.bits)) return undefined;
  return `pcm_${of.tag === FLOAT ? 'f' : 's'}${String(of.bits)}${of.isBigEndian ? 'be' : 'le'}`;
}
