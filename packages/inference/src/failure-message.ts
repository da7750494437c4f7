import { EarmarkError, type FailureCode } from '@earmark/core/failure';

/** A failure as it is sent from thread to thread, which keeps no class. */
export interface FailureMessage {
  readonly code: FailureCode;
  readonly message: string;
}

/** What nobody has named is INFERENCE_FAILED: it happened there. */
export function toFailureMessage(cause: unknown): FailureMessage {
  if (cause instanceof EarmarkError) return { code: cause.code, message: cause.message };
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'INFERENCE_FAILED', message };
}
