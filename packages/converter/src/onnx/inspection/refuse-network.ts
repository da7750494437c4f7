import { EarmarkError } from '@earmark/core/failure';

/** For a file that was cut, altered, or never was a network. */
export const FETCH_AGAIN =
  'The file is damaged or no ONNX network: fetch it again and compare its size and hash.';

/** For a sound file with something in it that this version does not read. */
export const EXPORT_AGAIN = 'Export the network again without it.';

/** For a file beyond the bounds that keep a reader from being kept busy. */
export const TOO_LARGE = 'No audio tagger needs as many: look at how it was exported.';

/** Throws `MODEL_MISMATCH`: what is wrong, as one sentence, then what to do. */
export function refuseNetwork(problem: string, advice: string = FETCH_AGAIN): never {
  throw new EarmarkError('MODEL_MISMATCH', `${problem}. ${advice}`);
}
