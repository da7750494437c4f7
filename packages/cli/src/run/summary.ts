import { join } from 'node:path';
import type { ModelName } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import {
  firstPredictions,
  type Pool,
  readFailures,
  readRunFacts,
  readRunModels,
  readSilentTracks,
  type RunFailure,
  type TrackPrediction,
} from '@earmark/ledger';
import { mergeFailures } from '@earmark/core/report';
import { resultFiles, type ResultFiles, tracksCsvFile } from '@earmark/reports/results';
import { duration, linkedPath, printable, shortened, textTable } from '@earmark/runtime/terminal';

export interface SummaryOptions {
  readonly topK: number;
  readonly threshold: number;
  readonly out: string;
}

/** The result of a run: the same facts for people and, with --json, for machines. */
export interface Summary {
  readonly run: RunId;
  readonly models: readonly ModelName[];
  readonly tracks: number;
  readonly tasks: { tagged: number; reused: number; failed: number };
  readonly audioSeconds: number;
  readonly failures: readonly RunFailure[];
  /** Tracks that are silent or nearly so; they are tagged like all others. */
  readonly silentTracks: number;
  readonly files: { report: string; tracks: string; results: readonly ResultFiles[] };
  readonly predictions: readonly TrackPrediction[];
}

/** Rows that are printed; the files have all. */
const MAX_ROWS = 20;

export async function summarize(
  pool: Pool,
  runId: RunId,
  { topK, threshold, out }: SummaryOptions,
): Promise<Summary> {
  const facts = await readRunFacts(pool, runId);
  const { tagged, reused, failed, nTracks, audioSeconds } = facts;
  const date = facts.completedAt ?? facts.createdAt;
  const models = await readRunModels(pool, runId);
  return {
    run: runId,
    models: models.map(({ name }) => name),
    tracks: nTracks,
    tasks: { tagged, reused, failed },
    audioSeconds,
    failures: await readFailures(pool, runId, MAX_ROWS * models.length),
    silentTracks: (await readSilentTracks(pool, runId, 1)).count,
    files: {
      report: join(out, 'report.html'),
      tracks: join(out, tracksCsvFile(date)),
      results: models.map(({ name }) => {
        const { resultsCsv, resultsJson, scoresCsv } = resultFiles(name, date);
        return {
          resultsCsv: join(out, resultsCsv),
          resultsJson: join(out, resultsJson),
          scoresCsv: join(out, scoresCsv),
        };
      }),
    },
    predictions: await firstPredictions(pool, runId, { limit: MAX_ROWS, topK, threshold }),
  };
}

const FILE_WIDTH = 40;

/** The last lines that `run` prints: the tags of the first tracks, the failures, and the paths of the files. */
export function summaryText(summary: Summary): string {
  return [predictionsText(summary), failuresText(summary), silenceText(summary), filesText(summary)]
    .filter(Boolean)
    .join('\n');
}

function predictionsText({ predictions, tasks }: Summary): string {
  if (predictions.length === 0) return '';
  const rows = predictions.map(({ file, model, tags }) => [
    shortened(file, FILE_WIDTH),
    model,
    tags.map(({ en, score }) => `${en} ${score.toFixed(2)}`).join(', ') ||
      '(no tag reaches the threshold)',
  ]);
  return (
    textTable([['TRACK', 'MODEL', 'TOP TAGS'], ...rows]) + more(tasks.tagged + tasks.reused, rows)
  );
}

function failuresText({ failures, models, tasks }: Summary): string {
  if (failures.length === 0) return '';
  const rows = mergeFailures(failures).map(({ file, code, message, models: affected }) => {
    const isAll = models.length > 1 && affected.length === models.length;
    const names = isAll ? 'all' : affected.join(', ');
    return [shortened(file, FILE_WIDTH), names, code, printable(message)];
  });
  const rest = tasks.failed - failures.length;
  return (
    textTable([['FAILED TRACK', 'MODEL', 'CODE', 'REASON'], ...rows]) +
    (rest > 0 ? `... and ${formatCounted(rest, 'failed task')} more, see the report\n` : '')
  );
}

function silenceText({ silentTracks }: Summary): string {
  if (silentTracks === 0) return '';
  const tracks = formatCounted(silentTracks, 'track');
  return `${tracks} ${silentTracks === 1 ? 'is' : 'are'} silent or nearly so, see the report.\n`;
}

function more(total: number, shown: readonly unknown[]): string {
  const rest = total - shown.length;
  return rest > 0 ? `... and ${formatCounted(rest, 'row')} more\n` : '';
}

function filesText({ files }: Summary): string {
  const { results, tracks, report } = files;
  const rows = [
    ['Top tags', results.map(({ resultsCsv }) => resultsCsv)],
    ['', results.map(({ resultsJson }) => resultsJson)],
    ['All scores', results.map(({ scoresCsv }) => scoresCsv)],
    ['Tracks', [tracks]],
    ['Report', [linkedPath(report)]],
  ] as const;
  return textTable(rows.map(([label, paths]) => [label, braced(paths)]));
}

/** Paths that differ in one place only, in the notation of shells: `a_{x,y}.csv`. */
function braced(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  if (others.length === 0) return first;
  const start = sharedLength(paths);
  const end = sharedLength(paths.map((path) => Array.from(path.slice(start)).reverse().join('')));
  const middles = paths.map((path) => path.slice(start, path.length - end));
  return `${first.slice(0, start)}{${middles.join(',')}}${first.slice(first.length - end)}`;
}

/** Length of the common beginning of the texts, up to a whole word. */
function sharedLength(texts: readonly string[]): number {
  const [first = '', ...others] = texts;
  const differs = Array.from(first).findIndex((character, i) =>
    others.some((text) => text[i] !== character),
  );
  return first.slice(0, differs).lastIndexOf('_') + 1;
}

/** How many tasks were tagged, reused and failed, in one line. */
export function endText({ tasks, audioSeconds }: Summary, seconds: number): string {
  const { tagged, reused, failed } = tasks;
  return (
    `${formatCounted(tagged, 'task')} tagged, ${String(reused)} reused, ${String(failed)} failed; ` +
    `${duration(audioSeconds)} of audio. This command took ${duration(seconds)}.`
  );
}
