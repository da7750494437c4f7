import { expect, test } from 'vitest';
import { codecOfHead } from './wav-codec.ts';

interface Head {
  readonly riff?: 'RIFF' | 'RIFX';
  readonly tag?: number;
  readonly bits: number;
  readonly containerBits?: number;
  /** Tag of the sub-format, of an extensible header. */
  readonly subTag?: number;
}

const N_CHANNELS = 2;

function headOf({ riff = 'RIFF', tag = 1, bits, containerBits = bits, subTag }: Head): Buffer {
  const head = Buffer.alloc(60);
  const write = (value: number, at: number) =>
    riff === 'RIFX' ? head.writeUInt16BE(value, at) : head.writeUInt16LE(value, at);
  head.write(riff, 0, 'latin1');
  head.write('WAVEfmt ', 8, 'latin1');
  write(tag, 20);
  write(N_CHANNELS, 22);
  write((N_CHANNELS * containerBits) / 8, 32);
  write(subTag === undefined ? bits : containerBits, 34);
  if (subTag !== undefined) {
    write(bits, 38);
    write(subTag, 44);
  }
  return head;
}

const EXTENSIBLE = 0xfffe;

test.each<Head & { codec: string | undefined }>([
  { bits: 16, codec: undefined },
  { bits: 24, codec: undefined },
  { bits: 20, containerBits: 24, codec: undefined },
  { tag: 2, bits: 4, codec: undefined },
  { tag: EXTENSIBLE, subTag: 1, bits: 24, codec: undefined },
  { tag: EXTENSIBLE, subTag: 1, bits: 24, containerBits: 32, codec: 'pcm_s32le' },
  { tag: EXTENSIBLE, subTag: 1, bits: 20, containerBits: 32, codec: 'pcm_s32le' },
  { riff: 'RIFX', bits: 8, codec: 'pcm_u8' },
  { riff: 'RIFX', bits: 16, codec: 'pcm_s16be' },
  { riff: 'RIFX', bits: 24, codec: 'pcm_s24be' },
  { riff: 'RIFX', tag: 3, bits: 32, codec: 'pcm_f32be' },
  { riff: 'RIFX', tag: 2, bits: 4, codec: undefined },
])('of %j', ({ codec, ...head }) => {
  expect(codecOfHead(headOf(head))).toBe(codec);
});

test.each(['', 'RIFF', 'RIFF....WAVE', 'RIFF....WAVEfmt ', 'ID3 is no WAV file at all'])(
  'there is none of %j',
  (head) => {
    expect(codecOfHead(Buffer.from(head))).toBeUndefined();
  },
);
