import { EarmarkError, isFailureCode } from '@earmark/core/failure';

/** @throws USAGE_INVALID for a text that is no failure code */
export function assertFailureCode(code: string): void {
  if (isFailureCode(code)) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no failure code "${code}". docs/operations.md lists all codes; earmark status RUN shows the codes of a run.`,
  );
}
