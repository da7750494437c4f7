export { bestThreshold } from './best-threshold.ts';
export {
  buildEvaluationReport,
  type EvaluatedModel,
  type EvaluationRequest,
} from './build-evaluation-report.ts';
export { decide } from './decisions.ts';
export { ensemblesOf } from './ensembles.ts';
export { evaluateScores } from './evaluate-scores.ts';
export {
  EvaluationReport,
  type ModelEvaluation,
  type PublishedFigures,
} from './evaluation-report.ts';
export { Evaluation, type Measures, type TagEvaluation } from './evaluation.ts';
export { type LabelledScores, tagColumn } from './labelled-scores.ts';
export { learnThresholds } from './learn-thresholds.ts';
export { type Predictions } from './predictions.ts';
export { rankScores } from './ranking.ts';
export { selectListed } from './select-listed.ts';
export { given, learntOn, OWN_TRACKS, type ThresholdSource } from './threshold-source.ts';
export { type Truth, truthOfTracks } from './truth.ts';
