import { expect, test } from 'vitest';
import { readWav } from './read-wav.ts';

test.each([
  { encoding: '8 bit', tag: 1, bits: 8, bytes: [0, 128, 255], values: [-1, 0, 127 / 128] },
  { encoding: '16 bit', tag: 1, bits: 16, bytes: [0, 0x80, 0, 0x40], values: [-1, 0.5] },
  { encoding: '24 bit', tag: 1, bits: 24, bytes: [0, 0, 0x80, 0, 0, 0x40], values: [-1, 0.5] },
  {
    encoding: '32 bit',
    tag: 1,
    bits: 32,
    bytes: [0, 0, 0, 0x80, 0, 0, 0, 0x40],
    values: [-1, 0.5],
  },
  { encoding: 'float', tag: 3, bits: 32, bytes: [0, 0, 0xc0, 0xbf], values: [-1.5] },
  { encoding: 'double', tag: 3, bits: 64, bytes: [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], values: [-1.5] },
])('$encoding samples have their value', ({ tag, bits, bytes, values }) => {
  const pcm = readWav(wav({ fmt: format({ tag, bits }), data: bytes }));
  expect(pcm?.channelData.map((channel) => [...channel])).toEqual([values]);
  expect(pcm?.sampleRate).toBe(16_000);
});

test('channels are taken apart', () => {
  const fmt = format({ tag: 1, bits: 8, nChannels: 2 });
  const pcm = readWav(wav({ fmt, data: [128, 0, 128, 192] }));
  expect(pcm?.channelData.map((channel) => [...channel])).toEqual([
    [0, 0],
    [-1, 0.5],
  ]);
});

test('the extensible form names its encoding further on', () => {
  const fmt = [...format({ tag: 0xfffe, bits: 8 }), 22, 0, 8, 0, 4, 0, 0, 0, 1, 0];
  expect(readWav(wav({ fmt, data: [0] }))?.channelData[0]).toEqual(Float32Array.of(-1));
});

test('chunks of odd length before the samples are passed over', () => {
  const fmt = format({ tag: 1, bits: 8 });
  expect(readWav(wav({ fmt, LIST: [1, 2, 3], data: [0] }))?.channelData[0]?.[0]).toBe(-1);
});

test('a file that is cut off gives whole frames', () => {
  const whole = wav({ fmt: format({ tag: 1, bits: 16 }), data: [0, 0x40, 0, 0x40] });
  expect(readWav(whole.subarray(0, -1))?.channelData[0]).toEqual(Float32Array.of(0.5));
});

test.each([
  { title: 'compressed samples', bytes: wav({ fmt: format({ tag: 2, bits: 4 }), data: [0] }) },
  { title: 'no samples', bytes: wav({ fmt: format({ tag: 1, bits: 8 }) }) },
  { title: 'no format', bytes: wav({ data: [0] }) },
  {
    title: 'no channel',
    bytes: wav({ fmt: format({ tag: 1, bits: 8, nChannels: 0 }), data: [0] }),
  },
  { title: 'nothing in it', bytes: new Uint8Array(0) },
  { title: 'another magic number', bytes: new Uint8Array(64) },
])('a file with $title is left to others', ({ bytes }) => {
  expect(readWav(bytes)).toBeUndefined();
});

function wav(chunks: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const body = Object.entries(chunks).flatMap(([name, bytes]) => [
    ...ascii(name.padEnd(4)),
    ...uint32(bytes.length),
    ...bytes,
    ...(bytes.length % 2 === 1 ? [0] : []),
  ]);
  return Uint8Array.from([...ascii('RIFF'), ...uint32(body.length + 4), ...ascii('WAVE'), ...body]);
}

function format(of: { tag: number; bits: number; nChannels?: number }): number[] {
  const { tag, bits, nChannels = 1 } = of;
  const frameBytes = (bits * nChannels) / 8;
  const rates = [...uint32(16_000), ...uint32(16_000 * frameBytes)];
  return [...uint16(tag), ...uint16(nChannels), ...rates, ...uint16(frameBytes), ...uint16(bits)];
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

function uint16(value: number): number[] {
  return [value & 255, value >> 8];
}

function uint32(value: number): number[] {
  return [...uint16(value & 0xffff), ...uint16(value >>> 16)];
}
