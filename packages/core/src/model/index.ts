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
export { float32Name, int8Name, int8Note, isInt8Name, Profile } from './profile.ts';
export { SpectrogramSpec } from './spectrogram-spec.ts';
export { Tag, Vocabulary } from './vocabulary.ts';
