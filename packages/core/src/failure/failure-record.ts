import { type FailureCode, isFailureCode } from './codes.ts';
import { EarmarkError } from './earmark-error.ts';
import { messageOf } from './unknown-error.ts';

/** A failure as it is sent to another thread or process: an error loses its class on the way. */
export interface FailureRecord {
  readonly code: FailureCode;
  readonly message: string;
}

/** @param fallbackCode of an error that has no code of ours: where it happened says more than `UNEXPECTED` */
export function toFailureRecord(
  cause: unknown,
  fallbackCode: FailureCode = 'UNEXPECTED',
): FailureRecord {
  if (cause instanceof EarmarkError) return { code: cause.code, message: cause.message };
  return { code: fallbackCode, message: messageOf(cause) };
}

export function fromFailureRecord({ code, message }: FailureRecord): EarmarkError {
  return new EarmarkError(code, message);
}

/** Undefined when `value` is no failure record. */
export function parseFailureRecord(value: unknown): FailureRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, message } = value as Partial<Record<string, unknown>>;
  return typeof message === 'string' && isFailureCode(code) ? { code, message } : undefined;
}
