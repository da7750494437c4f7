export { decisionSentence } from './decision-sentence.ts';
export { formatMeasure, formatPublished } from './format-measure.ts';
export { matchings } from './matching-lines.ts';
export { readInputs } from './read-inputs.ts';
export { readRunPredictions } from './read-run-predictions.ts';
export { readScoresFile } from './read-scores-file.ts';
export { writeEvaluation } from './write-evaluation.ts';
