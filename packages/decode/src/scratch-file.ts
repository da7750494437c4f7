import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLevelMeter } from '@earmark/core/audio';
import { toTemporaryFileError } from '@earmark/runtime/files';
import type { DecodedAudio } from './audio-decoder.ts';

/**
 * Calls `use` with an empty file that has no name: however this process ends, no file is left.
 *
 * @throws USAGE_INVALID when the temporary folder cannot be written to, DISK_FULL
 */
export async function withScratchFile<T>(use: (file: FileHandle) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `earmark-${randomUUID()}.f32`);
  const file = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    throw toTemporaryFileError(error);
  });
  try {
    await unlink(path);
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The largest read: in such pieces a long track does not block this thread. */
const PIECE_BYTES = 1 << 22;

/** The float32 little endian samples of a file, read straight into shared memory, and how loud they are. */
export async function readWaveform(file: FileHandle): Promise<DecodedAudio> {
  const { size } = await file.stat();
  const nSamples = Math.floor(size / Float32Array.BYTES_PER_ELEMENT);
  const waveform = new Float32Array(
    new SharedArrayBuffer(nSamples * Float32Array.BYTES_PER_ELEMENT),
  );
  const bytes = new Uint8Array(waveform.buffer);
  const meter = createLevelMeter();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    await readPiece(file, piece, at);
    meter.add(new Float32Array(bytes.buffer, at, piece.length / Float32Array.BYTES_PER_ELEMENT));
  }
  return { waveform, level: meter.level() };
}

async function readPiece(file: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < piece.length;) {
    const { bytesRead } = await file.read(piece, at, piece.length - at, position + at);
    if (bytesRead === 0) throw new Error('A decoded waveform became shorter while it was read');
    at += bytesRead;
  }
}
