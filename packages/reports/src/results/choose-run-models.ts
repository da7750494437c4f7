import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';

/**
 * The models of a run that the names mean: ids (`jamendo/fcn`), data sets (`jamendo`) or `all`; without names all.
 *
 * @throws USAGE_INVALID for a name that means none of them
 */
export function chooseRunModels<T extends { readonly id: string }>(
  models: readonly T[],
  names: readonly string[] | undefined,
  runId: RunId,
): readonly T[] {
  if (names === undefined) return models;
  const isMeant = (id: string, name: string) =>
    name === 'all' || name === id || id.startsWith(`${name}/`);
  const unknown = names.find((name) => !models.some(({ id }) => isMeant(id, name)));
  if (unknown !== undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Run ${runId} has no model "${unknown}". It has: ${models.map(({ id }) => id).join(', ')}.`,
    );
  }
  return models.filter(({ id }) => names.some((name) => isMeant(id, name)));
}
