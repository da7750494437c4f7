export {
  buildEvaluationReport,
  type EvaluatedModel,
  type EvaluationRequest,
} from './build-evaluation-report.ts';
export { decide } from './decisions.ts';
export { ensemblesOf } from './ensembles.ts';
export { evaluateScores } from './evaluate-scores.ts';
export {
  Evaluation,
  EvaluationReport,
  type Measures,
  type ModelEvaluation,
  parseEvaluationThresholds,
  type PublishedFigures,
  type TagEvaluation,
} from './evaluation-report.ts';
export { type LabelledScores, tagColumn } from './labelled-scores.ts';
export { type Predictions } from './predictions.ts';
export { rankScores } from './ranking.ts';
export {
  bestThreshold,
  knownThresholds,
  LEARNT_ON_EVALUATED_TRACKS,
  learnThresholds,
  thresholdsLearntOn,
  type ThresholdSource,
} from './thresholds.ts';
export { selectListed, type Truth, truthOfTracks } from './truth.ts';
