import { formatCounted } from '@earmark/core/text';
import { mergeFailures } from '@earmark/reports';
import { duration, printable, shortened, textTable } from '@earmark/runtime/terminal';
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

function failuresText({ failures, models, tasks }: Summary): string {
  if (failures.length === 0) return '';
  const rows = mergeFailures(failures).map(({ file, code, message, models: befallen }) => {
    const isAll = models.length > 1 && befallen.length === models.length;
    const names = isAll ? 'all' : befallen.join(', ');
    return [shortened(file, FILE_WIDTH), names, code, printable(message)];
  });
  const rest = tasks.failed - failures.length;
  return (
    textTable([['FAILED TRACK', 'MODEL', 'CODE', 'WHY'], ...rows]) +
    (rest > 0 ? `... and ${formatCounted(rest, 'failed task')} more, see the report\n` : '')
  );
}

function more(total: number, shown: readonly unknown[]): string {
  const rest = total - shown.length;
  return rest > 0 ? `... and ${formatCounted(rest, 'row')} more\n` : '';
}

function filesText({ files }: Summary): string {
  const { results, report } = files;
  const rows = [
    ['Top tags', results.map(({ resultsCsv }) => resultsCsv)],
    ['', results.map(({ resultsJson }) => resultsJson)],
    ['All scores', results.map(({ scoresCsv }) => scoresCsv)],
    ['Report', [report]],
  ] as const;
  return textTable(rows.map(([label, paths]) => [label, braced(paths)]));
}

/** Paths that differ in one place only, as a shell writes them: `a_{x,y}.csv`. */
function braced(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  if (others.length === 0) return first;
  const start = sharedLength(paths);
  const end = sharedLength(paths.map((path) => Array.from(path.slice(start)).reverse().join('')));
  const middles = paths.map((path) => path.slice(start, path.length - end));
  return `${first.slice(0, start)}{${middles.join(',')}}${first.slice(first.length - end)}`;
}

/** How many characters the texts have in common at their beginning, up to a whole word. */
function sharedLength(texts: readonly string[]): number {
  const [first = '', ...others] = texts;
  const differs = Array.from(first).findIndex((character, i) =>
    others.some((text) => text[i] !== character),
  );
  return first.slice(0, differs).lastIndexOf('_') + 1;
}

/** How the run ended, in a line. */
export function endText({ tasks, audioSeconds }: Summary, seconds: number): string {
  const { tagged, reused, failed } = tasks;
  return (
    `${formatCounted(tagged, 'task')} tagged, ${String(reused)} known before, ${String(failed)} failed; ` +
    `${duration(audioSeconds)} of audio. This command took ${duration(seconds)}.`
  );
}
