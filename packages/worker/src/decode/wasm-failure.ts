import { type FailureCode, FAILURES, toEarmarkError } from '@earmark/core/failure';

export interface WasmFailure {
  readonly code: FailureCode;
  readonly message: string;
}

/** A failure as a line of text: an error loses its class on the way between processes. */
export function failureLine(error: unknown): string {
  const { code, message } = toEarmarkError(error);
  return `\n${JSON.stringify({ code, message } satisfies WasmFailure)}\n`;
}

/** The failure whose line ends a process's standard error; undefined when it did not get that far. */
export function parseFailure(complaint: string): WasmFailure | undefined {
  const line = complaint.trimEnd().split('\n').at(-1) ?? '';
  try {
    const { code, message } = JSON.parse(line) as Partial<Record<string, unknown>>;
    return typeof message === 'string' && isFailureCode(code) ? { code, message } : undefined;
  } catch {
    return undefined;
  }
}

function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(FAILURES, code);
}
