import { EarmarkError } from '@earmark/core/failure';
import { type InstalledModel, isInt8Name } from '@earmark/core/model';
import type { RequestedDevice } from '@earmark/inference/devices';

/**
 * The device of a run with models in int8: the CPU, as they are compared there.
 *
 * @throws USAGE_INVALID when another one is requested for them
 */
export function deviceFor(
  models: readonly InstalledModel[],
  requested: RequestedDevice,
): RequestedDevice {
  if (!models.some(({ spec }) => isInt8Name(spec.name))) return requested;
  if (requested === 'auto' || requested === 'cpu') return 'cpu';
  throw new EarmarkError(
    'USAGE_INVALID',
    `Models in int8 run on the CPU, and --device ${requested} was given. Leave out --device, or --profile int8.`,
  );
}
