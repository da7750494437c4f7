import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFfmpegDecoder, probeFfmpeg, systemFfmpeg, WASM_FFMPEG } from '@earmark/decode';
import { childCpuSeconds, ownCpuSeconds } from '../support/cpu-seconds.ts';
import type { Sample } from './task.ts';

const PIECE = new URL('../../../samples/nocturne.mp3', import.meta.url);
const TRACK_SECONDS = 240;
const LIMITS = { maxDurationSeconds: 2 * TRACK_SECONDS, timeoutMs: 600_000 };

/** What about four minutes of mp3 (96 kbit/s) take with the built-in ffmpeg and, where there is one, that of the machine. */
export async function* measureDecoders(): AsyncGenerator<Sample> {
  const environment = process.env;
  const found = await probeFfmpeg({ environment });
  const folder = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
  try {
    const file = join(folder, 'track.mp3');
    writeFileSync(file, longTrack(readFileSync(PIECE)));
    for (const ffmpeg of [WASM_FFMPEG, ...(found ? [systemFfmpeg(found)] : [])]) {
      const { decoder, decode } = createFfmpegDecoder(ffmpeg, { environment, limits: LIMITS });
      const cpuBefore = childCpuSeconds() + ownCpuSeconds();
      const start = performance.now();
      await decode(file, new AbortController().signal);
      yield {
        kind: 'decode',
        decoder,
        seconds: (performance.now() - start) / 1_000,
        cpuSeconds: childCpuSeconds() + ownCpuSeconds() - cpuBefore,
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ID3_HEADER_BYTES = 10;
const FRAME_SYNC = Buffer.from([0xff, 0xfb]);
const BITS_PER_SECOND = 96_000;

/** The frames of the piece again and again; without its header and first frame, which state its length. */
function longTrack(piece: Buffer): Buffer {
  const first = piece.indexOf(FRAME_SYNC, ID3_HEADER_BYTES);
  const frames = piece.subarray(piece.indexOf(FRAME_SYNC, first + FRAME_SYNC.length));
  const nTimes = Math.ceil((TRACK_SECONDS * BITS_PER_SECOND) / 8 / frames.length);
  return Buffer.concat(Array<Buffer>(nTimes).fill(frames));
}
