export { Architecture, CatalogueEntry, type Upstream } from './catalogue-entry.ts';
export { ChunkSpec } from './chunk-spec.ts';
export { readsDatasetLogMel } from './dataset-input.ts';
export {
  audioInputOf,
  type AudioModel,
  audioModelOf,
  chunkSamples,
  embeddingShape,
  type InstalledModel,
} from './installed-model.ts';
export { type AudioInput, ModelInput } from './model-input.ts';
export { hashedTags, ModelManifest } from './model-manifest.ts';
export { ModelSpec, scoringOf, toManifest, vocabularyId } from './model-spec.ts';
export { FileName, ModelName } from './names.ts';
export { type InputAxis, NetworkSpec } from './network-spec.ts';
export { float32Name, int8Name, int8Note, isInt8Name, Profile } from './profile.ts';
export {
  REFERENCE_TOLERANCE,
  referenceDifference,
  areProbabilities,
  matchesReference,
  referenceChunk,
  toReferenceOutput,
} from './reference-output.ts';
export { ScoresSpec } from './scores-spec.ts';
export { nBands, SpectrogramSpec } from './spectrogram-spec.ts';
export { Tag, Vocabulary } from './vocabulary.ts';
