import { convertCheckpoint } from '@earmark/converter';
import { inspectNetwork } from '@earmark/converter/onnx';
import { EarmarkError, type FailureCode } from '@earmark/core/failure';
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
  return refusedAs('CHECKPOINT_INVALID', () => convertCheckpoint(checkpoint, architecture));
}

/** Why a network is refused; undefined when it was inspected. Throws at whatever else happens. */
export function networkRefusal(file: Uint8Array): string | undefined {
  return refusedAs('MODEL_MISMATCH', () => inspectNetwork(file));
}

/** The message of the failure with this code that `action` ends with; undefined when it ends with none. Throws any other. */
function refusedAs(code: FailureCode, action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof EarmarkError && error.code === code) return error.message;
    throw error;
  }
}
