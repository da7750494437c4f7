import type { Waveform } from '@earmark/core/audio/waveform.js';
import type { AudioDecoder } from './audio-decoder.ts';
import { assertSourceFile } from './source-file.ts';
import { namedSystemError } from './system-error.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * What every decoder does around its work: looks at the file first, keeps to the time limit, and names the
 * system's errors.
 */
export function guardedDecode(
  timeoutMs: number,
  decodeNow: (path: string, signal: AbortSignal) => Promise<Waveform>,
): AudioDecoder['decode'] {
  return async (path, signal) => {
    await assertSourceFile(path);
    try {
      return await withTimeLimit(timeoutMs, signal, (limited) => decodeNow(path, limited));
    } catch (error) {
      throw namedSystemError(error);
    }
  };
}
