import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelManifest } from '@earmark/core/model/model-spec.js';

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
