import { countDecisions, precisionRecall } from './decisions.ts';
import type { Evaluation, Measures, TagEvaluation } from './evaluation-report.ts';
import { type Column, type LabelledScores, tagColumn, trackColumn } from './labelled-scores.ts';
import { meanCurves } from './mean-curves.ts';
import { meanMeasures, type MeanMode } from './mean-measures.ts';
import { averagePrecision, rocAuc } from './ranking-measures.ts';
import { type Ranking, rankScores } from './ranking.ts';

export interface EvaluationInput {
  readonly labelled: LabelledScores;
  /** Of the columns, in their order. */
  readonly tags: readonly { readonly tag: string; readonly category: string }[];
  /** The decision for every cell, and the threshold of each tag if thresholds made them. */
  readonly decisions: Uint8Array | null;
  readonly thresholds: readonly number[] | null;
  readonly mode: MeanMode;
}

/** All measures of one model: per tag, averaged in three ways, and as curves. */
export function evaluateScores(input: EvaluationInput): Evaluation {
  const { labelled, decisions, mode } = input;
  const { nTracks, truth, scores } = labelled;
  const columns = input.tags.map((_, tag) => tagColumn(labelled, decisions, tag));
  const rankings = columns.map((column) => rankScores(column.truth, column.scores));
  const tags = input.tags.map(({ tag, category }, i): TagEvaluation => ({
    tag,
    category,
    nPositive: rankings[i]!.nPositive,
    threshold: input.thresholds?.[i] ?? null,
    ...measure(columns[i]!, rankings[i]!),
  }));
  const tracks = Array.from({ length: nTracks }, (_, track) =>
    measureColumn(trackColumn(labelled, decisions, track)),
  );
  return {
    nTracks,
    macro: meanMeasures(tags, mode),
    micro: measureColumn({ truth, scores, decisions }),
    samples: meanMeasures(tracks, mode),
    categories: categoryMeans(tags, mode),
    tags,
    curves: meanCurves(rankings),
  };
}

function categoryMeans(tags: readonly TagEvaluation[], mode: MeanMode): Evaluation['categories'] {
  const categories = [...new Set(tags.map(({ category }) => category))];
  return categories.map((category) => {
    const members = tags.filter((tag) => tag.category === category);
    return { category, ...meanMeasures(members, mode) };
  });
}

function measureColumn(column: Column): Measures {
  return measure(column, rankScores(column.truth, column.scores));
}

function measure({ truth, decisions }: Column, ranking: Ranking): Measures {
  const decided = decisions && precisionRecall(countDecisions(truth, decisions));
  return {
    rocAuc: rocAuc(ranking),
    prAuc: averagePrecision(ranking),
    precision: decided?.precision ?? null,
    recall: decided?.recall ?? null,
    fScore: decided?.fScore ?? null,
  };
}
