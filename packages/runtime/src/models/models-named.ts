import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelManifest } from '@earmark/core/model/model-spec.js';

/**
 * The models that one name means: an id (`jamendo/fcn`), a data set (`jamendo`) or `all`. The demonstration
 * model is meant by its id only.
 *
 * @throws USAGE_INVALID for a name nobody knows
 */
export function modelsNamed(
  manifests: readonly ModelManifest[],
  name: string,
): readonly ModelManifest[] {
  const exact = manifests.find(({ id }) => id === name);
  if (exact) return [exact];
  const family = manifests.filter(
    ({ id, demonstration }) => (name === 'all' || id.startsWith(`${name}/`)) && !demonstration,
  );
  return family.length > 0 ? family : unknown(manifests, name);
}

function unknown(manifests: readonly ModelManifest[], name: string): never {
  throw new EarmarkError(
    'USAGE_INVALID',
    `There is no model "${name}". Known are: ${manifests.map(({ id }) => id).join(', ')}; ` +
      'a data set (jamendo, mtat, msd) or all.',
  );
}
