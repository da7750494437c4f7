import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { KnownModel } from './model-registry.ts';
import { modelsNamed } from './models-named.ts';

/**
 * The models that a command line asks for: ids (`jamendo/fcn`), data sets (`jamendo`) or `all`. Without a wish:
 * every installed jamendo model, else the demonstration model.
 *
 * @throws USAGE_INVALID for a name nobody knows, MODEL_MISSING for a model without weights
 */
export function chooseModels(
  known: readonly KnownModel[],
  wishes: readonly string[] | undefined,
): readonly ModelAtHand[] {
  if (wishes) return [...new Set(wishes.flatMap((wish) => grant(known, wish)))];
  const installed = atHand(withName(known, 'jamendo'));
  if (installed.length > 0) return installed;
  return orMissing(atHand(known.filter(({ manifest }) => manifest.demonstration)), 'all');
}

function grant(known: readonly KnownModel[], wish: string): readonly ModelAtHand[] {
  return orMissing(atHand(withName(known, wish)), wish);
}

function withName(known: readonly KnownModel[], name: string): readonly KnownModel[] {
  const named = modelsNamed(
    known.map(({ manifest }) => manifest),
    name,
  );
  return known.filter(({ manifest }) => named.includes(manifest));
}

function atHand(models: readonly KnownModel[]): readonly ModelAtHand[] {
  return models.flatMap((model) => model.atHand ?? []);
}

function orMissing(models: readonly ModelAtHand[], wish: string): readonly ModelAtHand[] {
  if (models.length > 0) return models;
  throw new EarmarkError(
    'MODEL_MISSING',
    `The weights of ${wish === 'all' ? 'every model' : wish} are not installed. Download them: earmark models ` +
      `pull ${wish}; or install your own from <dataset>/<name>/best_model.pth: earmark models import DIR`,
  );
}
