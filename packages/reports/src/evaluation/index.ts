export {
  describeDecisions,
  describeMatches,
  formatMeasure,
  formatPublished,
} from './describe-evaluation.ts';
export { readInputs } from './read-inputs.ts';
export { readRunPredictions } from './read-run-predictions.ts';
export { readScoresFile } from './read-scores-file.ts';
export { writeEvaluation } from './write-evaluation.ts';
