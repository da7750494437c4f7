// Writes the waveform of a file to standard output, a file too: node wasm-process.js PATH MAX_DURATION_SECONDS
import { ftruncateSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resample, SAMPLE_RATE } from '@earmark/core/audio';
import { decodeBytes, undecodable } from './decode-bytes.ts';
import { unreadable } from './source-file.ts';
import { namedSystemError, systemErrorCode } from './system-error.ts';
import { failureLine } from './wasm-failure.ts';

const STDOUT = 1;
const STDERR = 2;

const [path = '', maxDurationSeconds] = process.argv.slice(2);
// The decoders, which are loaded later, report every broken frame of a file.
console.log = console.warn = console.error = () => undefined;
try {
  writeWaveform(await decodeFile(path, Number(maxDurationSeconds)));
} catch (error) {
  writeSync(STDERR, failureLine(namedSystemError(error)));
  process.exitCode = 1;
}

async function decodeFile(path: string, maxDurationSeconds: number): Promise<Float32Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (systemErrorCode(cause) === 'ERR_FS_FILE_TOO_LARGE') throw undecodable('it is too large');
    if (cause instanceof RangeError) throw cause;
    throw unreadable('cannot be read', { cause });
  });
  const { samples, sampleRate } = await decodeBytes(bytes, { maxDurationSeconds });
  return resample(samples, { fromRate: sampleRate, toRate: SAMPLE_RATE });
}

function writeWaveform(waveform: Float32Array): void {
  const bytes = new Uint8Array(waveform.buffer, waveform.byteOffset, waveform.byteLength);
  // From the beginning: what a decoder may have printed is overwritten.
  for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at, bytes.length - at, at);
  ftruncateSync(STDOUT, bytes.length);
}
