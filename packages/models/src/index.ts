export {
  findInstalled,
  installedModelsFolder,
  type CatalogueModel,
  readManifests,
  readCatalogue,
  readInstalledModels,
  readShippedModels,
  readVocabulary,
  SHIPPED_MODELS,
} from './catalogue.ts';
export { chooseModels, manifestsNamed } from './choose-models.ts';
export { deviceFor } from './device-for.ts';
export { chooseRunModels, fallBackText } from './choose-run-models.ts';
