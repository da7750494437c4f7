import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { KnownModel, ModelAtHand } from './model-registry.ts';

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
  if (!wishes) {
    const installed = atHand(
      known.filter((model) => !isDemonstration(model) && isIn(model, 'jamendo')),
    );
    return installed.length > 0
      ? installed
      : orMissing(atHand(known.filter(isDemonstration)), 'all');
  }
  return [...new Set(wishes.flatMap((wish) => grant(known, wish)))];
}

function grant(known: readonly KnownModel[], wish: string): readonly ModelAtHand[] {
  const exact = known.find(({ manifest }) => manifest.id === wish);
  if (exact) return [exact.atHand ?? missing(wish)];
  const family = known.filter(
    (model) => (wish === 'all' || isIn(model, wish)) && !isDemonstration(model),
  );
  if (family.length === 0) return unknown(known, wish);
  return orMissing(atHand(family), wish);
}

function orMissing(models: readonly ModelAtHand[], wish: string): readonly ModelAtHand[] {
  return models.length > 0 ? models : missing(wish);
}

function atHand(models: readonly KnownModel[]): readonly ModelAtHand[] {
  return models.flatMap((model) => model.atHand ?? []);
}

function isDemonstration({ manifest }: KnownModel): boolean {
  return manifest.demonstration;
}

function isIn({ manifest }: KnownModel, dataset: string): boolean {
  return manifest.id.startsWith(`${dataset}/`);
}

function missing(wish: string): never {
  throw new EarmarkError(
    'MODEL_MISSING',
    `The weights of ${wish === 'all' ? 'every model' : wish} are not installed. Import them from a folder ` +
      'that holds <dataset>/<name>/best_model.pth: earmark models import DIR',
  );
}

function unknown(known: readonly KnownModel[], wish: string): never {
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no model "${wish}". Known are: ${known.map(({ manifest }) => manifest.id).join(', ')}; ` +
      'a data set (jamendo, mtat, msd) or all.',
  );
}
