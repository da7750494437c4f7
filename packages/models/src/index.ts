export {
  findInstalled,
  installedModelsFolder,
  installedOf,
  type KnownModel,
  readCatalogue,
  readInstalledModels,
  readKnownModels,
  readModelNames,
  readReadyManifest,
  readShippedModels,
  readVocabulary,
  SHIPPED_MODELS,
  vocabularyOf,
} from './catalogue.ts';
export { chooseModels, modelsNamed } from './choose-models.ts';
export { deviceFor } from './device-for.ts';
export { chooseRunModels, fallBackText } from './choose-run-models.ts';
