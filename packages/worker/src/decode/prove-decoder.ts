import { rm } from 'node:fs/promises';
import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { writeTemporaryFile } from '@earmark/runtime/files';
import type { AudioDecoder } from './audio-decoder.ts';
import { sanitizeMessage } from './sanitize-message.ts';

const N_SAMPLES = 8_000;
const MEAN = 0.5;
const MAX_ERROR = 1e-3;

/**
 * Decodes a known sound as if it were a track, with the temporary files of one.
 *
 * @throws DECODER_UNAVAILABLE when the waveform is not the known one; another `stop` failure; the reason of the signal
 */
export async function proveDecoder(decoder: AudioDecoder, signal: AbortSignal): Promise<void> {
  try {
    const path = await writeTemporaryFile(knownSound(), '.wav');
    const { waveform } = await decoder
      .decode(path, signal)
      .finally(() => rm(path, { force: true }));
    const error = Math.abs((waveform[N_SAMPLES / 2] ?? NaN) - MEAN);
    if (waveform.length === N_SAMPLES && error < MAX_ERROR) return;
    throw new Error('The waveform of a known sound is wrong');
  } catch (cause) {
    signal.throwIfAborted();
    const { action, message } = toEarmarkError(cause);
    if (action === 'stop') throw cause;
    // What it advises to do with the file helps nobody here.
    const [reason = ''] = message.split(/\.( |$)/);
    throw new EarmarkError(
      'DECODER_UNAVAILABLE',
      `This machine cannot decode a sound that every machine can, with ${decoder.decoder}: ${sanitizeMessage(reason)}. ` +
        'Run: earmark doctor',
      { cause },
    );
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
