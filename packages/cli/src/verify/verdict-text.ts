import { formatCounted } from '@earmark/core/text';
import { printable } from '@earmark/runtime/terminal';
import type { Verdict, VerifiedPrediction } from '@earmark/worker';

/** One prediction and its verdict, in one line. */
export function verdictLine({ stored, verdict }: VerifiedPrediction): string {
  return `${WORDS[verdict.kind].padEnd(14)}  ${detail(verdict)}  ${stored.modelName}  ${printable(stored.file)}`;
}

const WORDS = {
  equal: 'equal',
  different: 'DIFFERENT',
  unavailable: 'source missing',
  failed: 'FAILED',
} as const;

function detail(verdict: Verdict): string {
  if ('code' in verdict) {
    return `${verdict.code}: ${printable(verdict.message)}`;
  }
  const { maxDifference, tolerance, madeWith } = verdict;
  const made = madeWith.length > 0 ? `, stored with ${madeWith.join(', ')}` : '';
  return `largest difference ${maxDifference.toExponential(1)} (tolerance ${tolerance.toExponential(0)}${made})`;
}

/** The number of predictions with each verdict, in one line. */
export function verifiedText(verified: readonly VerifiedPrediction[]): string {
  const count = (kind: Verdict['kind']) =>
    verified.filter(({ verdict }) => verdict.kind === kind).length;
  const nCompared = count('equal') + count('different');
  if (nCompared === 0) return 'Nothing could be compared.';
  return (
    `${formatCounted(nCompared, 'prediction')} computed again: ${String(count('equal'))} equal, ${String(count('different'))} different` +
    (count('failed') > 0 ? `; ${String(count('failed'))} failed` : '') +
    (count('unavailable') > 0 ? `; ${String(count('unavailable'))} with a missing source` : '') +
    '.'
  );
}

/** Whether the stored scores are confirmed: something was compared, and nothing differed or failed. */
export function isVerified(verified: readonly VerifiedPrediction[]): boolean {
  const kinds = verified.map(({ verdict }) => verdict.kind);
  return kinds.includes('equal') && !kinds.includes('different') && !kinds.includes('failed');
}
