export { type ModelAtHand } from './installed-model.ts';
export {
  ANSWER_TOLERANCE,
  answerDifference,
  areProbabilities,
  isKnownAnswer,
  knownChunk,
  toKnownAnswer,
} from './known-answer.ts';
export {
  Architecture,
  FrontEnd,
  InstalledModel,
  ModelId,
  ModelManifest,
  Scoring,
  type Upstream,
} from './model-spec.ts';
export { Tag, Vocabulary } from './vocabulary.ts';
