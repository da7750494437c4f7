import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../config/environment.ts';
import { earmarkHome } from '../config/home.ts';

/** The folder that ships with Earmark: vocabularies, a manifest per model, the starter model. */
export const SHIPPED_MODELS = fileURLToPath(new URL('../../../../models/', import.meta.url));

/** Where models are installed, one folder `<dataset>/<name>` each. */
export function installedModelsFolder(env: Environment): string {
  return join(earmarkHome(env), 'models');
}
