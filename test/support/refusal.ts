import { convertCheckpoint } from '@earmark/converter';
import { EarmarkError } from '@earmark/core/failure';
import type { Architecture } from '@earmark/core/model';

/** Why a checkpoint is refused: the message. Throws unless it is, as CHECKPOINT_INVALID. */
export function refusalOf(checkpoint: Uint8Array, architecture: Architecture = 'fcn'): string {
  const refusal = convertedOrRefused(checkpoint, architecture);
  if (refusal === undefined) throw new Error('It was converted.');
  return refusal;
}

/** The message of its refusal, undefined when it was converted. Throws at whatever else happens. */
export function convertedOrRefused(
  checkpoint: Uint8Array,
  architecture: Architecture,
): string | undefined {
  try {
    convertCheckpoint(checkpoint, architecture);
    return undefined;
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'CHECKPOINT_INVALID') return error.message;
    throw error;
  }
}
