import type { Tagger } from '@earmark/runtime/ledger/tagger.js';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import type { DeviceName } from './device/devices.ts';
import { RUNTIME } from './inference/onnx-session.ts';

/** The software that makes predictions in this process. */
export function taggerHere(
  { decoder, resampler }: Pick<AudioDecoder, 'decoder' | 'resampler'>,
  device: DeviceName,
  earmarkVersion: string,
): Tagger {
  return { decoder, resampler, device, runtime: RUNTIME, earmarkVersion };
}
