import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import type { AudioDecoder } from './audio-decoder.ts';
import { KNOWN_WAVEFORM, withKnownSound } from './known-sound.ts';
import { sanitizeMessage } from './sanitize-message.ts';

const MAX_ERROR = 1e-3;

/**
 * Decodes a known sound as if it were a track, with the temporary files of one.
 *
 * @throws DECODER_UNAVAILABLE when the waveform is not the known one; another `stop` failure; the reason of the signal
 */
export async function proveDecoder(decoder: AudioDecoder, signal: AbortSignal): Promise<void> {
  try {
    const { waveform } = await withKnownSound((path) => decoder.decode(path, signal));
    const { nSamples, mean } = KNOWN_WAVEFORM;
    const error = Math.abs((waveform[nSamples / 2] ?? NaN) - mean);
    if (waveform.length === nSamples && error < MAX_ERROR) return;
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
