import { EarmarkError } from '@earmark/core/failure';
import type { ModelAtHand, ModelManifest } from '@earmark/core/model';
import type { KnownModel } from './catalogue.ts';

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

/**
 * The models that one name means: an id (`jamendo/fcn`), a data set (`jamendo`) or `all`. The demonstration
 * model is meant by its id only; one that cannot be used, by nothing.
 *
 * @throws USAGE_INVALID for a name nobody knows, and for the id of a model that cannot be used
 */
export function modelsNamed(
  manifests: readonly ModelManifest[],
  name: string,
): readonly ModelManifest[] {
  const exact = manifests.find(({ id }) => id === name);
  if (exact) return [usable(exact)];
  const family = manifests.filter(
    ({ id, demonstration, unusable }) =>
      (name === 'all' || id.startsWith(`${name}/`)) && !demonstration && unusable === null,
  );
  return family.length > 0 ? family : unknown(manifests, name);
}

function usable(manifest: ModelManifest): ModelManifest {
  const { id, unusable } = manifest;
  if (unusable === null) return manifest;
  throw new EarmarkError('USAGE_INVALID', `${id} cannot be used: ${unusable}.`);
}

function unknown(manifests: readonly ModelManifest[], name: string): never {
  const ids = manifests.filter(({ unusable }) => unusable === null).map(({ id }) => id);
  const dataSets = new Set(ids.map((id) => id.split('/')[0]));
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no model "${name}". Known are: ${ids.join(', ')}; a data set ` +
      `(${[...dataSets].join(', ')}) or all.`,
  );
}
