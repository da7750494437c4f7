import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasFfmpeg } from '../decoders.ts';
import type { NamedBytes } from './lies.ts';
import { withChecksums } from './ogg.ts';
import type { Original } from './originals.ts';

/** Files that are something else as well, or something else altogether. */
export function impostors(originals: readonly Original[], folder: string): readonly NamedBytes[] {
  return [
    ...wrongExtensions(originals),
    ...twoInOne(originals),
    ...oddSamples(),
    ...(hasFfmpeg ? videos(folder) : []),
  ];
}

function wrongExtensions(originals: readonly Original[]): readonly NamedBytes[] {
  return originals.flatMap(({ format, bytes }) =>
    originals
      .filter((other) => other.format !== format)
      .map((other) => ({ name: `really ${format}.${other.format}`, bytes })),
  );
}

const WRAPPERS: Readonly<Record<string, string>> = {
  zip: 'PK\x03\x04\x14\0\0\0\0\0',
  pdf: '%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n',
  html: '<!doctype html><meta http-equiv="refresh" content="0;url=/"><body>\n',
  elf: '\x7fELF\x02\x01\x01\0',
  script: '#!/bin/sh\ntouch /tmp/earmark-hostile\n',
  gzip: '\x1f\x8b\x08\0\0\0\0\0',
  jpeg: '\xff\xd8\xff\xe0\0\x10JFIF\0',
};

/** Every format behind and before something else, and behind and before every other format. */
function twoInOne(originals: readonly Original[]): readonly NamedBytes[] {
  return originals.flatMap(({ format, bytes }) => [
    ...Object.entries(WRAPPERS).flatMap(([kind, text]) => {
      const wrapper = Buffer.from(text, 'latin1');
      return [
        { name: `${kind}, then ${format}.${format}`, bytes: Buffer.concat([wrapper, bytes]) },
        { name: `${format}, then ${kind}.${format}`, bytes: Buffer.concat([bytes, wrapper]) },
      ];
    }),
    ...originals.map((next) => ({
      name: `${format}, then ${next.format}.${format}`,
      bytes: Buffer.concat([bytes, next.bytes]),
    })),
    ...(format === 'ogg' ? [{ name: 'two at a time.ogg', bytes: interleaved(bytes) }] : []),
  ]);
}

/** The pages of an Ogg stream, each followed by itself as a page of another stream. */
function interleaved(ogg: Buffer): Buffer {
  const starts = [...ogg.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index);
  const pages = starts.map((start, i) => ogg.subarray(start, starts[i + 1] ?? ogg.length));
  const twice = pages.flatMap((page) => {
    const other = Buffer.from(page);
    other.writeUInt32LE(77, 14);
    return [page, other];
  });
  return withChecksums(Buffer.concat(twice));
}

const VALUES = [NaN, Infinity, -Infinity, 3e38, 1e20, 2 ** 31, 32_768, 1e-42];

/** Floating point that no converter from analogue to digital would give. */
function oddSamples(): readonly NamedBytes[] {
  return VALUES.flatMap((value) => [
    { name: `one sample is ${String(value)}.wav`, bytes: floatWav((i) => (i === 999 ? value : 0)) },
    { name: `samples are ${String(value)}.wav`, bytes: floatWav((i) => (i % 2 ? value : -value)) },
  ]);
}

function floatWav(sample: (i: number) => number): Buffer {
  const samples = Float32Array.from({ length: 16_000 }, (_, i) => sample(i));
  const header = Buffer.alloc(44);
  header.write('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x01\0', 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(64_000, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, new Uint8Array(samples.buffer)]);
}

const VIDEO_FORMATS = ['mp4', 'matroska', 'avi', 'mpegts', 'ogg', 'gif', 'flv', 'asf'];

/** Moving pictures, with and without sound, that are named like music. */
function videos(folder: string): readonly NamedBytes[] {
  const made = VIDEO_FORMATS.flatMap((format) =>
    ['without', 'with'].map((sound) => {
      const name = `${format} video ${sound} sound.mp3`;
      const streams = sound === 'with' && format !== 'gif' ? '-map 0 -map 1' : '-map 0';
      return { name, output: [...streams.split(' '), '-f', format, '-y', join(folder, name)] };
    }),
  );
  const inputs = '-f lavfi -i testsrc=s=64x64:d=0.4 -f lavfi -i sine=duration=0.4'.split(' ');
  const outputs = made.flatMap(({ output }) => output);
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, ...outputs]);
  return made.map(({ name }) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
