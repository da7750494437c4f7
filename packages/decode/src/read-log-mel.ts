import { readFile, stat } from 'node:fs/promises';
import { DATASET_BANDS, DATASET_LOG_MEL, type LogMelSpectrogram } from '@earmark/core/audio';
import { type NpyMatrix, parseNpy } from '@earmark/core/corpus';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import type { DecodeLimits } from './audio-decoder.ts';
import { assertNotTooLong } from './duration.ts';

const { sampleRate, hopLength } = DATASET_LOG_MEL;

/** Of the header of a NumPy file, at the most. */
const HEADER_BYTES = 65_548;

/**
 * The log-mel spectrogram in a NumPy file of the dataset: float32, [96, frames].
 *
 * @throws AUDIO_UNDECODABLE for any other array, AUDIO_TOO_LONG, AUDIO_EMPTY
 */
export async function readLogMel(
  path: string,
  { maxDurationSeconds }: DecodeLimits,
): Promise<LogMelSpectrogram> {
  const { size } = await stat(path);
  // Before it is read: what the file says of its length counts for nothing.
  const nBytesPerFrame = DATASET_BANDS * Float32Array.BYTES_PER_ELEMENT;
  const nFramesAtLeast = Math.floor((size - HEADER_BYTES) / nBytesPerFrame);
  assertNotTooLong({ nSamples: nFramesAtLeast * hopLength, sampleRate }, maxDurationSeconds);
  const { nRows, nColumns, values } = parse(await readFile(path));
  if (nRows !== DATASET_BANDS || !(values instanceof Float32Array)) {
    throw notASpectrogram(
      `it holds ${String(nRows)} x ${String(nColumns)} values where float32 values of ${String(DATASET_BANDS)} bands are needed`,
    );
  }
  if (nColumns === 0) throw new EarmarkError('AUDIO_EMPTY', 'The mel-spectrogram has no frame.');
  if (!values.every(Number.isFinite)) throw notASpectrogram('some values are not numbers');
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return { nFrames: nColumns, values: shared };
}

function parse(bytes: Uint8Array): NpyMatrix {
  try {
    return parseNpy(bytes, 'it');
  } catch (cause) {
    throw notASpectrogram(messageOf(cause).replace(/\.$/, ''), { cause });
  }
}

function notASpectrogram(why: string, options?: ErrorOptions): EarmarkError {
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `The file is an array of NumPy, but not a mel-spectrogram of the dataset: ${why}. ` +
      'Make it with: earmark dataset melspecs',
    options,
  );
}
