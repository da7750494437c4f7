import { EarmarkError } from '@earmark/core/failure';
import { RUNTIME } from '@earmark/inference';

/**
 * The oldest release with right int8 kernels. Before it, products for some shapes of convolutions were wrong on
 * processors with AVX-VNNI and AMX: measured, by up to 229 of 255 steps with 1.24.3 on AMX.
 *
 * @see onnxruntime pull request 27671
 */
const OLDEST = '1.25.1';

/**
 * Passes where this version of the runtime may compute in int8.
 *
 * @param runtime as `RUNTIME` names it
 * @throws DEVICE_UNAVAILABLE when it is older than the fixed kernels, or unknown
 */
export function requireInt8Runtime(runtime = RUNTIME): void {
  const version = /\d+\.\d+\.\d+/.exec(runtime)?.[0] ?? '0.0.0';
  if (version.localeCompare(OLDEST, 'en', { numeric: true }) >= 0) return;
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `${runtime} computes int8 wrongly on some processors, and ${OLDEST} or later is needed. ` +
      'Install Earmark again (in a clone: npm ci), or leave out --profile int8 and models in int8.',
  );
}
