export { readsDatasetLogMel } from './dataset-input.ts';
export { type InstalledModel } from './installed-model.ts';
export {
  REFERENCE_TOLERANCE,
  referenceDifference,
  areProbabilities,
  matchesReference,
  referenceChunk,
  toReferenceOutput,
} from './reference-output.ts';
export {
  Architecture,
  FrontEnd,
  ModelSpec,
  ModelName,
  ModelManifest,
  Scoring,
  type Upstream,
} from './model-spec.ts';
export { Tag, Vocabulary } from './vocabulary.ts';
