import { printable, shortened } from '../terminal/printable.ts';
import { counted } from '../terminal/quantities.ts';
import { textTable } from '../terminal/table.ts';
import type { Summary } from './summary.ts';

const FILE_WIDTH = 40;

/** What `run` ends with: the tags of the first tracks, the failures, and where the files are. */
export function summaryText(summary: Summary): string {
  return [predictionsText(summary), failuresText(summary), filesText(summary)]
    .filter(Boolean)
    .join('\n');
}

function predictionsText({ predictions, tasks }: Summary): string {
  if (predictions.length === 0) return '';
  const rows = predictions.map(({ file, model, tags }) => [
    shortened(file, FILE_WIDTH),
    model,
    tags.map(({ en, probability }) => `${en} ${probability.toFixed(2)}`).join(', ') ||
      '(none reaches the threshold)',
  ]);
  return (
    textTable([['TRACK', 'MODEL', 'TOP TAGS'], ...rows]) + more(tasks.tagged + tasks.reused, rows)
  );
}

function failuresText({ failures, tasks }: Summary): string {
  if (failures.length === 0) return '';
  const rows = failures.map(({ file, model, code, message }) => [
    shortened(file, FILE_WIDTH),
    model,
    code,
    printable(message),
  ]);
  return textTable([['FAILED TRACK', 'MODEL', 'CODE', 'WHY'], ...rows]) + more(tasks.failed, rows);
}

function more(total: number, shown: readonly unknown[]): string {
  const rest = total - shown.length;
  return rest > 0 ? `... and ${counted(rest, 'row')} more\n` : '';
}

function filesText({ files }: Summary): string {
  const rows = files.results.flatMap(({ resultsCsv, resultsJson, scoresCsv }) => [
    ['Top tags', resultsCsv],
    ['', resultsJson],
    ['All scores', scoresCsv],
  ]);
  return textTable([...rows, ['Report', files.report]]);
}
