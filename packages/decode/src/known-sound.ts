import { rm } from 'node:fs/promises';
import { writeTemporaryFile } from '@earmark/runtime/files';

/** What the known sound is decoded to: so many samples at 16 kHz, the mean of its channels in the middle. */
export const KNOWN_WAVEFORM = { nSamples: 8_000, mean: 0.5 };

/** Calls `use` with a temporary file that every machine can tag. @throws USAGE_INVALID, DISK_FULL; what `use` throws */
export async function withKnownSound<T>(use: (path: string) => Promise<T>): Promise<T> {
  const path = await writeTemporaryFile(knownSound(), '.wav');
  try {
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

const SAMPLE_RATE = 44_100;
const N_FRAMES = SAMPLE_RATE / 2;
const CHANNELS = [0.25, 0.75];

/** A WAV file of half a second whose channels are constant. */
async function* knownSound(): AsyncGenerator<Uint8Array> {
  const frameBytes = 2 * CHANNELS.length;
  const wav = Buffer.alloc(44 + N_FRAMES * frameBytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(CHANNELS.length, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * frameBytes, 28);
  wav.writeUInt16LE(frameBytes, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(N_FRAMES * frameBytes, 40);
  for (let frame = 0; frame < N_FRAMES; frame++) {
    CHANNELS.forEach((value, channel) =>
      wav.writeInt16LE(value * 32_768, 44 + frame * frameBytes + 2 * channel),
    );
  }
  yield await Promise.resolve(wav);
}
