import { readModels } from '@earmark/runtime/models/model-registry.js';
import type { Context } from '../context.ts';
import { needed, type Finding } from './finding.ts';

/** The models that are installed, beside the one that ships with Earmark. */
export async function modelsFinding({ env }: Context): Promise<Finding> {
  try {
    const installed = (await readModels(env)).filter(
      ({ manifest, atHand }) => atHand && !manifest.demonstration,
    );
    if (installed.length > 0) {
      const found = installed.map(({ manifest }) => manifest.id).join(', ');
      return { part: 'models', state: 'ready', found, fix: null };
    }
    return {
      part: 'models',
      state: 'not ready',
      found: 'the starter alone, which is a demonstration',
      fix: 'earmark models pull',
    };
  } catch (error) {
    return needed('models', error);
  }
}
