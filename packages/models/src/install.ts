export { addModel, type AddedModel } from './add/add-model.ts';
export { exportModel } from './export-model.ts';
export { choosePublished, type PublishedModel } from './choose-models.ts';
export { gitBlobId } from './hashes.ts';
export { type Import, importTree } from './import-tree.ts';
export { installConverted, installModel } from './install-model.ts';
export { type Pull, pullModels } from './pull-models.ts';
export { refuseOtherModel } from './refuse-other-model.ts';
export { checkFiles, verifyModel } from './verify-model.ts';
