import type { OnWork } from '@earmark/runtime/display';

/** Rows between two reports: the text of one takes longer than a row. */
const N_ROWS = 1_000;

export interface RowCount {
  /** Called with every row that is written. */
  readonly onRow: () => void;
  /** Called when all are written: tracks that failed have none. */
  readonly end: () => void;
}

/** Reports the number of rows that are written. */
export function countRows(nAll: number, onWork?: OnWork): RowCount {
  let nDone = 0;
  const report = (n: number) => onWork?.({ what: 'Writing results', nDone: n, nAll, noun: 'row' });
  report(0);
  return {
    onRow: () => {
      nDone++;
      if (nDone % N_ROWS === 0) report(nDone);
    },
    end: () => report(nAll),
  };
}
