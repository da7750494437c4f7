import { EarmarkError } from '@earmark/core/failure';

/** For a file that was cut, altered, or never was a checkpoint. */
const FETCH_AGAIN =
  'The file is damaged or no PyTorch checkpoint: fetch it again and compare its size and hash.';

/** For a sound file that holds more than weights. */
export const SAVE_PLAIN_WEIGHTS =
  'Save it again as plain weights: torch.save(model.state_dict(), path).';

/** Throws `CHECKPOINT_INVALID`: what is wrong and where, as one sentence, then what to do. */
export function refuseCheckpoint(problem: string, advice: string = FETCH_AGAIN): never {
  throw new EarmarkError('CHECKPOINT_INVALID', `${problem}. ${advice}`);
}
