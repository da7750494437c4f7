// Converts the checkpoint of models/jamendo/starter: node scripts/convert-starter.mjs (after npm run build).
import { readFile } from 'node:fs/promises';
import { readCatalogue, SHIPPED_MODELS } from '@earmark/models';
import { installModel } from '@earmark/models/install';

const folder = new URL('jamendo/starter/', `file://${SHIPPED_MODELS}`);
const entry = (await readCatalogue()).find(({ name }) => name === 'jamendo/starter');
const checkpoint = await readFile(
  new URL('../test/fixtures/starter/best_model.pth', import.meta.url),
);
const installed = await installModel(entry, checkpoint, folder.pathname);
console.log(installed);
