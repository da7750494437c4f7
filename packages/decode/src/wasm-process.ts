// Writes the waveform of the file with descriptor 3 to standard output, and the log of ffmpeg to standard error:
// node wasm-process.js NAME SAMPLE_RATE MAX_DURATION_SECONDS [CODEC]
import { fstatSync, readFileSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FfmpegCore } from '@ffmpeg/core';
import { createResampler, type Resampler } from '@earmark/core/audio';
import { messageOf } from '@earmark/core/failure';
import { decodeArguments, MEAN_OF_CHANNELS } from './ffmpeg-arguments.ts';
import { createFfmpegLog } from './ffmpeg-log.ts';

const STDOUT = 1;
const STDERR = 2;
const SOURCE = 3;
const OUTPUT = '/waveform';

/** Thrown out of ffmpeg when the waveform is longer than a track may be. */
const LONG_ENOUGH = new Error('The waveform is longer than the limit.');

const [name = '', sampleRate, maxDurationSeconds, codec] = process.argv.slice(2);
try {
  process.exitCode = decode(await loadFfmpeg());
} catch (error) {
  writeSync(STDERR, `[fatal] ${messageOf(error)}\n`);
  process.exitCode = 1;
}

async function loadFfmpeg(): Promise<FfmpegCore> {
  // It was made for browsers, and asks where it is.
  Object.assign(globalThis, { self: { location: { href: import.meta.url } } });
  const { default: createFfmpegCore } = await import('@ffmpeg/core');
  const code = createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
  // A view of it would be copied, all 32 MB.
  return createFfmpegCore({ wasmBinary: readFileSync(code).buffer });
}

/** @returns the exit code of ffmpeg */
function decode(ffmpeg: FfmpegCore): number {
  const log = createFfmpegLog(name);
  ffmpeg.setLogger(({ message }) => {
    log.add(message);
    writeSync(STDERR, `${message}\n`);
  });

  let resampler: Resampler | undefined;
  let nLeft = 0;
  const start = (fromRate: number): Resampler => {
    nLeft = (Number(maxDurationSeconds) + 1) * fromRate;
    return createResampler({ fromRate, toRate: Number(sampleRate) }, writeSamples);
  };
  mountFiles(ffmpeg, (bytes) => {
    resampler ??= start(log.outputRate ?? 0);
    const samples = new Float32Array(bytes.buffer);
    resampler.push(samples);
    nLeft -= samples.length;
    if (nLeft < 0) throw LONG_ENOUGH;
  });
  const exitCode = execute(ffmpeg);
  resampler?.end();
  return exitCode;
}

function execute(ffmpeg: FfmpegCore): number {
  const filter = MEAN_OF_CHANNELS;
  try {
    return ffmpeg.exec(...decodeArguments({ source: name, codec, filter, output: OUTPUT }));
  } catch (error) {
    if (error !== LONG_ENOUGH) throw error;
    return 0;
  }
}

/** Gives ffmpeg the two files that it can open: it reads the one of this machine, and `onOutput` gets what it writes. */
function mountFiles({ FS }: FfmpegCore, onOutput: (bytes: Uint8Array) => void): void {
  const create = (path: string) => {
    FS.writeFile(path, new Uint8Array());
    return FS.lookupPath(path).node;
  };
  FS.mkdir('/dev/fd');
  const source = create(name);
  source.usedBytes = fstatSync(SOURCE).size;
  source.stream_ops = {
    ...source.stream_ops,
    read: (_, bytes, offset, nBytes, at) => readSync(SOURCE, bytes, offset, nBytes, at),
  };
  const output = create(OUTPUT);
  output.stream_ops = {
    ...output.stream_ops,
    write(_, bytes, offset, nBytes) {
      onOutput(bytes.slice(offset, offset + nBytes));
      return nBytes;
    },
  };
}

function writeSamples(samples: Float32Array): void {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
}
