import { countScored, type ScoreMatrix } from '../agreement/score-matrix.ts';
import { tagFrequencies } from '../agreement/tag-frequency.ts';
import { topSets, type TopSets } from '../agreement/top-sets.ts';
import { compareCodePoints } from '../code-point-order.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { countPairsLeftOut, reportAgreement } from './report-agreement.ts';
import type { Failure, ReportedModel, RunReport, Tagger, TagFrequencies } from './run-report.ts';

export const MAX_LISTED_FAILURES = 1000;

type FailureCount = RunReport['failures']['byCode'][number];

export interface RunReportInput {
  readonly run: Omit<RunReport['run'], 'durationSeconds' | 'tracksPerHour'>;
  readonly options: RunReport['options'];
  /** In the order in which the report names them. */
  readonly models: readonly ModelScores[];
  readonly taggers: readonly Tagger[];
  readonly failureCounts: readonly FailureCount[];
  /** All of them, or at least the first `MAX_LISTED_FAILURES` by file and model. */
  readonly failures: readonly Failure[];
}

export interface ModelScores {
  readonly model: Omit<ReportedModel, 'vocabulary' | 'nTracks'>;
  readonly vocabulary: Vocabulary;
  /** A row per track of the run, in the same order for every model. */
  readonly scores: ScoreMatrix;
}

/** The report of a run. The same facts give the same report, in whatever order they were read. */
export function buildRunReport(input: RunReportInput): RunReport {
  const { run, options } = input;
  const rule = { k: options.topK, threshold: options.threshold };
  const models = input.models.map((model) => ({ ...model, sets: topSets(model.scores, rule) }));
  return {
    version: 1,
    run: { ...run, ...pace(run) },
    options,
    models: models.map(toReportedModel),
    taggers: input.taggers.toSorted(compareTaggers),
    failures: {
      byCode: input.failureCounts.toSorted(compareFailureCounts),
      listed: input.failures.toSorted(compareFailures).slice(0, MAX_LISTED_FAILURES),
    },
    agreement: reportAgreement(models),
    nPairsLeftOut: countPairsLeftOut(models),
    tagFrequencies: models.map(toTagFrequencies),
  };
}

function pace({ createdAt, completedAt, nTracks }: RunReportInput['run']) {
  if (completedAt === null) return { durationSeconds: null, tracksPerHour: null };
  const durationSeconds = (Date.parse(completedAt) - Date.parse(createdAt)) / 1000;
  const tracksPerHour = durationSeconds > 0 ? (nTracks / durationSeconds) * 3600 : null;
  return { durationSeconds, tracksPerHour };
}

function toReportedModel({ model, vocabulary, scores }: ModelScores): ReportedModel {
  return { ...model, vocabulary: vocabulary.id, nTracks: countScored(scores) };
}

function toTagFrequencies({
  model,
  vocabulary,
  scores,
  sets,
}: ModelScores & { readonly sets: TopSets }): TagFrequencies {
  return {
    model: model.id,
    vocabulary: vocabulary.id,
    nTracks: countScored(scores),
    tags: tagFrequencies(scores, sets).map((frequency, i) => ({
      ...vocabulary.tags[i]!,
      ...frequency,
    })),
  };
}

function compareTaggers(a: Tagger, b: Tagger): number {
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
