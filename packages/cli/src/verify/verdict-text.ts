import { formatCounted } from '@earmark/core/text';
import { printable } from '@earmark/runtime/terminal';
import type { Verdict, VerifiedPrediction } from '@earmark/worker';

/** One compared prediction, in a line. */
export function verdictLine({ stored, verdict }: VerifiedPrediction): string {
  return `${WORDS[verdict.kind].padEnd(11)}  ${detail(verdict)}  ${stored.modelName}  ${printable(stored.file)}`;
}

const WORDS = {
  equal: 'equal',
  different: 'DIFFERENT',
  unavailable: 'not here',
  failed: 'FAILED',
} as const;

function detail(verdict: Verdict): string {
  if ('code' in verdict) {
    return `${verdict.code}: ${printable(verdict.message)}`;
  }
  const { maxDifference, tolerance, madeWith } = verdict;
  const made = madeWith.length > 0 ? `, stored with ${madeWith.join(', ')}` : '';
  return `by ${maxDifference.toExponential(1)} at most (up to ${tolerance.toExponential(0)} is equal${made})`;
}

/** How many predictions came to what, in a line. */
export function verifiedText(verified: readonly VerifiedPrediction[]): string {
  const count = (kind: Verdict['kind']) =>
    verified.filter(({ verdict }) => verdict.kind === kind).length;
  const nCompared = count('equal') + count('different');
  if (nCompared === 0) return 'Nothing could be compared.';
  return (
    `${formatCounted(nCompared, 'prediction')} computed again: ${String(count('equal'))} equal, ${String(count('different'))} different` +
    (count('failed') > 0 ? `; ${String(count('failed'))} failed` : '') +
    (count('unavailable') > 0 ? `; ${String(count('unavailable'))} whose source is not here` : '') +
    '.'
  );
}

/** Whether the stored numbers stand: something was compared, and nothing differed or failed. */
export function isVerified(verified: readonly VerifiedPrediction[]): boolean {
  const kinds = verified.map(({ verdict }) => verdict.kind);
  return kinds.includes('equal') && !kinds.includes('different') && !kinds.includes('failed');
}
