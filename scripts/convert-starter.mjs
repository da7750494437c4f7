// Converts the checkpoint of models/jamendo/starter: node scripts/convert-starter.mjs (after npm run build).
import { readFile } from 'node:fs/promises';
import { readManifests, SHIPPED_MODELS } from '@earmark/models';
import { installModel } from '@earmark/models/install';

const folder = new URL('jamendo/starter/', `file://${SHIPPED_MODELS}`);
const manifest = (await readManifests()).find(({ name }) => name === 'jamendo/starter');
const checkpoint = await readFile(
  new URL('../test/fixtures/starter/best_model.pth', import.meta.url),
);
const installed = await installModel(manifest, checkpoint, folder.pathname);
console.log(installed);
