import { type EarmarkError, type FailureRecord, isFailureCode } from '@earmark/core/failure';

/**
 * What BullMQ stores of the error of a job, on both backends: one text, so the code goes in front of the message.
 */
export function formatFailedReason({ code, message }: EarmarkError): string {
  return `${code}: ${message}`;
}

/** A text without a code is BullMQ's own, about a job that stalled too often: WORKER_CRASHED. */
export function parseFailedReason(text: string): FailureRecord {
  const [, code = '', message = ''] = /^([A-Z_]+): (.*)$/s.exec(text) ?? [];
  return isFailureCode(code) ? { code, message } : { code: 'WORKER_CRASHED', message: text };
}
