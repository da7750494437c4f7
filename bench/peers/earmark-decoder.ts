import { SAMPLE_RATE } from '@earmark/core/audio';
import { createFfmpegDecoder, systemFfmpeg } from '@earmark/decode';
import { TRACK_SECONDS } from '../support/long-tracks.ts';

const LIMITS = { maxDurationSeconds: 2 * TRACK_SECONDS, timeoutMs: 600_000 };
const FFMPEG = systemFfmpeg({ command: 'ffmpeg', version: 'of this machine' });

/** The waveform of a file, as a worker decodes it. */
export async function decodeTrack(path: string): Promise<Float32Array> {
  const decoder = createFfmpegDecoder(FFMPEG, { environment: process.env, limits: LIMITS });
  return (await decoder.decode(path, AbortSignal.timeout(LIMITS.timeoutMs))).waveform;
}

/** The program and its arguments with which a worker decodes a file; it writes float32 to its standard output. */
export function decodeCommand(path: string): readonly string[] {
  const { maxDurationSeconds } = LIMITS;
  const output = { sampleRate: SAMPLE_RATE, maxDurationSeconds };
  const { command, args } = FFMPEG.commandFor({ name: path, codec: undefined }, output);
  return [command, ...args];
}
