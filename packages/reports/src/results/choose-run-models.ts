import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';

/**
 * The models of a run that are requested by model name (`jamendo/fcn`), data set (`jamendo`) or `all`; without names all.
 *
 * @throws USAGE_INVALID for a name that matches none of them
 */
export function chooseRunModels<T extends { readonly name: string }>(
  models: readonly T[],
  names: readonly string[] | undefined,
  runId: RunId,
): readonly T[] {
  if (names === undefined) return models;
  const isRequested = (model: string, requested: string) =>
    requested === 'all' || requested === model || model.startsWith(`${requested}/`);
  const unknown = names.find((requested) => !models.some(({ name }) => isRequested(name, requested)));
  if (unknown !== undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Run ${runId} has no model "${unknown}". It has: ${models.map(({ name }) => name).join(', ')}.`,
    );
  }
  return models.filter(({ name }) => names.some((requested) => isRequested(name, requested)));
}
