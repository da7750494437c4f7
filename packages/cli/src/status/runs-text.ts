import { formatCount } from '@earmark/core/text/format.js';
import type { ListedRun } from '@earmark/runtime/ledger/run-list.js';
import { percent } from '../terminal/bar.ts';
import { duration } from '../terminal/duration.ts';
import { shortened } from '../terminal/printable.ts';
import { textTable } from '../terminal/table.ts';

const SOURCE_WIDTH = 40;
const HEADER = [
  'RUN',
  'STATE',
  'DONE',
  'TRACKS',
  'MODELS',
  'FAILED',
  'BEGUN (UTC)',
  'TOOK',
  'SOURCE',
];

/** Runs as a table for people. */
export function runsText(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'There are no runs yet. Begin one: earmark run SOURCE\n';
  return textTable([HEADER, ...runs.map(toRow)]);
}

function toRow(run: ListedRun): readonly string[] {
  const { createdAt, completedAt } = run;
  const took = completedAt && duration((completedAt.getTime() - createdAt.getTime()) / 1_000);
  return [
    String(run.runId),
    run.state,
    run.nTasks > 0 ? percent(run.nSettled / run.nTasks) : '',
    formatCount(run.nTracks),
    String(run.models.length),
    run.nFailed > 0 ? formatCount(run.nFailed) : '',
    createdAt.toISOString().slice(0, 16).replace('T', ' '),
    took ?? '',
    shortened(run.source, SOURCE_WIDTH),
  ];
}
