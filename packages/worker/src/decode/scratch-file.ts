import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';

/** Calls `use` with an empty file that has no name: however this process ends, no file is left. */
export async function withScratchFile<T>(use: (file: FileHandle) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `earmark-${randomUUID()}.f32`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The largest read: in such pieces a long track does not block this thread. */
const PIECE_BYTES = 1 << 22;

/** Full scale is 1; floating point that was scaled like whole numbers of 32 bits is music still. */
const LOUDEST = 2 ** 31;

/**
 * The float32 little endian samples of a file, read straight into shared memory.
 *
 * @throws AUDIO_UNDECODABLE for values that are no sound: no network scores them
 */
export async function readWaveform(file: FileHandle): Promise<Waveform> {
  const { size } = await file.stat();
  const nSamples = Math.floor(size / Float32Array.BYTES_PER_ELEMENT);
  const waveform = new Float32Array(
    new SharedArrayBuffer(nSamples * Float32Array.BYTES_PER_ELEMENT),
  );
  const bytes = new Uint8Array(waveform.buffer);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    await readPiece(file, piece, at);
    assertSound(new Float32Array(bytes.buffer, at, piece.length / Float32Array.BYTES_PER_ELEMENT));
  }
  return waveform;
}

async function readPiece(file: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < piece.length;) {
    const { bytesRead } = await file.read(piece, at, piece.length - at, position + at);
    if (bytesRead === 0) throw new Error('A decoded waveform became shorter while it was read');
    at += bytesRead;
  }
}

/** About 1 ms for a million samples. */
function assertSound(samples: Float32Array): void {
  for (const sample of samples) {
    if (Math.abs(sample) <= LOUDEST) continue;
    throw new EarmarkError(
      'AUDIO_UNDECODABLE',
      'Some samples of the file are not numbers, or too large for sound. Encode it again or leave it out.',
    );
  }
}
