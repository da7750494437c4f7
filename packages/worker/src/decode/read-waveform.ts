import type { FileHandle } from 'node:fs/promises';
import type { Waveform } from '@earmark/core/audio/waveform.js';

/** The float32 little endian samples of a file, read straight into shared memory. */
export async function readWaveform(file: FileHandle): Promise<Waveform> {
  const { size } = await file.stat();
  const nSamples = Math.floor(size / Float32Array.BYTES_PER_ELEMENT);
  const waveform = new Float32Array(
    new SharedArrayBuffer(nSamples * Float32Array.BYTES_PER_ELEMENT),
  );
  const bytes = new Uint8Array(waveform.buffer);
  let position = 0;
  while (position < bytes.length) {
    const { bytesRead } = await file.read(bytes, position, bytes.length - position, position);
    if (bytesRead === 0) throw new Error('A decoded waveform became shorter while it was read');
    position += bytesRead;
  }
  return waveform;
}
