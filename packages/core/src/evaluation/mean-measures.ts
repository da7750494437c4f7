import type { Mean, Measures } from './evaluation-report.ts';

/**
 * How tags or tracks are averaged that have no ROC-AUC (all of them positive, or none) or no average
 * precision (none positive): `lenient` excludes them from that mean, and counts them; `strict` does as
 * the reference, whose mean ROC-AUC is then undefined, and whose average precision is 0.
 */
export type MeanMode = 'lenient' | 'strict';

/** The mean of each measure; null where it is not defined. */
export function meanMeasures(all: readonly Measures[], mode: MeanMode): Mean {
  const rocAucs = all.map(({ rocAuc }) => rocAuc);
  const prAucs = all.map(({ prAuc }) => prAuc);
  const strict = mode === 'strict';
  return {
    n: all.length,
    rocAuc: strict && rocAucs.includes(null) ? null : meanOfDefined(rocAucs),
    prAuc: meanOfDefined(strict ? prAucs.map((prAuc) => prAuc ?? 0) : prAucs),
    precision: meanOfDefined(all.map(({ precision }) => precision)),
    recall: meanOfDefined(all.map(({ recall }) => recall)),
    fScore: meanOfDefined(all.map(({ fScore }) => fScore)),
    nWithoutRocAuc: rocAucs.filter((value) => value === null).length,
    nWithoutPrAuc: prAucs.filter((value) => value === null).length,
  };
}

function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  if (defined.length === 0) return null;
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
