import type { ModelName } from '../model/names.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { compareCodePoints } from '../text/code-point-order.ts';
import type { TopKOptions } from '../tagging/top-k.ts';
import type { RatedTracks, ReportedTrack } from './rated-tracks.ts';
import { reportVocabulary } from './report-vocabulary.ts';
import {
  type Failure,
  REPORT_VERSION,
  type ReportedModel,
  type RunReport,
  type Software,
  type VocabularyReport,
} from './run-report.ts';

export const MAX_LISTED_FAILURES = 1000;
export const MAX_LISTED_SILENT_TRACKS = 1000;

type FailureCount = RunReport['failures']['byCode'][number];

export interface RunReportInput {
  readonly run: Omit<RunReport['run'], 'durationSeconds' | 'tracksPerHour' | 'nTracks'>;
  readonly options: RunReport['options'];
  /** Every track of the run, in order of file. */
  readonly tracks: readonly ReportedTrack[];
  /** In the order of the report. */
  readonly models: readonly ModelScores[];
  readonly software: readonly Software[];
  readonly failureCounts: readonly FailureCount[];
  /** All of them, or at least the first `MAX_LISTED_FAILURES` by file and model. */
  readonly failures: readonly Failure[];
  readonly silentTracks: RunReport['silentTracks'];
}

export interface ModelScores {
  readonly model: Omit<ReportedModel, 'vocabulary' | 'nTracks'>;
  readonly vocabulary: Vocabulary;
  /** By the options of the report. A row of scores per track of the run, in their order. */
  readonly rated: RatedTracks<ModelName>;
}

/** The report of a run. The same facts give the same report, regardless of the order in which they were read. */
export function buildRunReport(input: RunReportInput): RunReport {
  const run = { ...input.run, nTracks: input.tracks.length };
  return {
    version: REPORT_VERSION,
    run: { ...run, ...duration(run) },
    options: input.options,
    models: input.models.map(toReportedModel),
    software: input.software.toSorted(compareSoftware),
    failures: {
      byCode: input.failureCounts.toSorted(compareFailureCounts),
      listed: input.failures.toSorted(compareFailures).slice(0, MAX_LISTED_FAILURES),
    },
    silentTracks: input.silentTracks,
    vocabularies: reportVocabularies(input),
    nIncomparablePairs: countIncomparablePairs(input.models),
  };
}

function reportVocabularies({ models, tracks, options }: RunReportInput): VocabularyReport[] {
  const rule = toRule(options);
  const scoring = models.filter(({ rated }) => rated.report.nTracks > 0);
  const vocabularies = new Map(scoring.map(({ vocabulary }) => [vocabulary.id, vocabulary]));
  return [...vocabularies.values()].map((vocabulary) => {
    const sharing = scoring.filter((model) => model.vocabulary.id === vocabulary.id);
    const rated = sharing.map((model) => model.rated);
    return reportVocabulary(vocabulary, rated, tracks, rule);
  });
}

/** When a model selects a tag. */
export function toRule({ topK, threshold }: RunReport['options']): TopKOptions {
  return { k: topK, threshold };
}

function duration({
  createdAt,
  completedAt,
  nTracks,
}: Pick<RunReport['run'], 'createdAt' | 'completedAt' | 'nTracks'>) {
  if (completedAt === null) return { durationSeconds: null, tracksPerHour: null };
  const durationSeconds = (Date.parse(completedAt) - Date.parse(createdAt)) / 1000;
  const tracksPerHour = durationSeconds > 0 ? (nTracks / durationSeconds) * 3600 : null;
  return { durationSeconds, tracksPerHour };
}

function toReportedModel({ model, vocabulary, rated }: ModelScores): ReportedModel {
  return { ...model, vocabulary: vocabulary.id, nTracks: rated.report.nTracks };
}

/** Pairs of models with different vocabularies, whose tag sets cannot be compared. */
function countIncomparablePairs(models: readonly ModelScores[]): number {
  return models
    .flatMap((a, i) => models.slice(i + 1).map((b) => a.vocabulary.id !== b.vocabulary.id))
    .filter(Boolean).length;
}

function compareSoftware(a: Software, b: Software): number {
  return b.nTasks - a.nTasks || compareCodePoints(JSON.stringify(a), JSON.stringify(b));
}

function compareFailureCounts(a: FailureCount, b: FailureCount): number {
  return b.count - a.count || compareCodePoints(a.code, b.code);
}

function compareFailures(a: Failure, b: Failure): number {
  return (
    compareCodePoints(a.file, b.file) ||
    compareCodePoints(a.model ?? '', b.model ?? '') ||
    compareCodePoints(a.code, b.code)
  );
}
