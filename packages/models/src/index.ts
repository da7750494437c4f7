export {
  findInstalled,
  installedModelsFolder,
  type KnownModel,
  readManifests,
  readModels,
  readShippedModels,
  readVocabulary,
  SHIPPED_MODELS,
} from './catalogue.ts';
export { chooseModels, modelsNamed } from './choose-models.ts';
