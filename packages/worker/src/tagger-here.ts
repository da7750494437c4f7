import type { Tagger } from '@earmark/runtime/ledger/tagger.js';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import { RUNTIME } from './inference/onnx-session.ts';

/** The software that makes predictions in this process. */
export function taggerHere(
  { decoder, resampler }: Pick<AudioDecoder, 'decoder' | 'resampler'>,
  earmarkVersion: string,
): Tagger {
  return { decoder, resampler, device: 'cpu', runtime: RUNTIME, earmarkVersion };
}
