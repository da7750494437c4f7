import { writeFileSync } from 'node:fs';

export interface Sound {
  readonly sampleRate: number;
  readonly durationSeconds: number;
  readonly nChannels?: number;
}

/**
 * Writes a 16-bit WAV file with a chord that swells and a little noise, another one in each
 * channel.
 */
export function writeWav(
  path: string,
  { sampleRate, durationSeconds, nChannels = 1 }: Sound,
): void {
  const nFrames = Math.round(sampleRate * durationSeconds);
  const samples = new Int16Array(nFrames * nChannels);
  for (let i = 0; i < samples.length; i++) {
    const channel = i % nChannels;
    const seconds = (i - channel) / nChannels / sampleRate;
    samples[i] = 8_000 * chord(seconds, 110 * (channel + 2)) + 500 * noise(i);
  }
  writeFileSync(path, Buffer.concat([header(nFrames, nChannels, sampleRate), bytesOf(samples)]));
}

/** Writes a 16-bit WAV file of one channel. @param sound its samples, in [-1, 1] */
export function writeMonoWav(path: string, sound: Float32Array, sampleRate: number): void {
  const samples = Int16Array.from(sound, (sample) => Math.round(sample * 32_767));
  writeFileSync(path, Buffer.concat([header(samples.length, 1, sampleRate), bytesOf(samples)]));
}

function chord(seconds: number, root: number): number {
  const swell = Math.min(seconds, 0.2) * (1 + Math.sin(7 * seconds));
  const notes = [1, 1.25, 1.5, 6].map((ratio) => Math.sin(2 * Math.PI * root * ratio * seconds));
  return swell * notes.reduce((sum, note) => sum + note, 0);
}

/** In [-1, 1), and the same in every run. */
function noise(i: number): number {
  const hash = Math.sin(i * 12.9898) * 43_758.5453;
  return 2 * (hash - Math.floor(hash)) - 1;
}

function header(nFrames: number, nChannels: number, sampleRate: number): Buffer {
  const bytes = Buffer.alloc(44);
  const dataBytes = 2 * nFrames * nChannels;
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(nChannels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate * nChannels, 28);
  bytes.writeUInt16LE(2 * nChannels, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer);
}
