import { EarmarkError, FAILURES, isFailureCode } from '@earmark/core/failure';
import { didYouMean, similarTo } from '@earmark/runtime/did-you-mean';

/** @throws USAGE_INVALID for a text that is no failure code */
export function assertFailureCode(code: string): void {
  if (isFailureCode(code)) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no failure code "${code}".${didYouMean(similarTo(code, Object.keys(FAILURES)))} docs/operations.md lists all codes; earmark status RUN shows the codes of a run.`,
  );
}
