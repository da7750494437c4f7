import { INT8_CONVERSION_VERSION } from '@earmark/converter';
import { EarmarkError } from '@earmark/core/failure';
import { type InstalledModel, int8Name } from '@earmark/core/model';
import type { Environment } from '@earmark/runtime/config';
import { findInstalled, readInstalledModels } from '../catalogue.ts';
import { readInt8Host } from './host.ts';
import { requireInt8Runtime } from './require-runtime.ts';
import { type Int8Verdict, readVerdict } from './verdict.ts';

/** A model that is installed in int8, and what was found about it on this machine. */
export interface Int8Model {
  readonly float32: InstalledModel;
  readonly int8: InstalledModel;
  /** Undefined when it was not compared here, or one of the two was installed again since. */
  readonly verdict: Int8Verdict | undefined;
}

/** The form in int8 of a model, if it is installed and was made of the same weights by this version of Earmark. @throws MODEL_MISMATCH */
export async function findInt8(
  env: Environment,
  float32: InstalledModel,
): Promise<Int8Model | undefined> {
  const int8 = await findInstalled(env, int8Name(float32.spec.name));
  if (int8?.spec.weightsSha256 !== float32.spec.weightsSha256) return undefined;
  if (int8.spec.conversionVersion !== INT8_CONVERSION_VERSION) return undefined;
  return { float32, int8, verdict: await readVerdict({ float32, int8 }, await readInt8Host()) };
}

/**
 * Models in int8 in place of those in float32; a model that was added stays in float32.
 *
 * @param fallBack whether a model that differs too much in int8 stays in float32, or is refused
 * @throws MODEL_MISSING when one is not installed in int8, or was not compared on this machine; and see `fallBack`;
 *   DEVICE_UNAVAILABLE when the runtime is too old
 */
export async function chooseInt8(
  env: Environment,
  models: readonly InstalledModel[],
  { fallBack }: { readonly fallBack: boolean },
): Promise<readonly InstalledModel[]> {
  // What Earmark did not convert has no form in int8.
  const converted = models.filter(({ spec }) => spec.nMacs !== null);
  const others = models.filter(({ spec }) => spec.nMacs === null);
  if (converted.length > 0) requireInt8Runtime();
  const found = await Promise.all(converted.map((model) => findInt8(env, model)));
  const missing = converted.filter((_, i) => !found[i]);
  if (missing.length > 0) throw notInstalled(missing);
  const present = found.filter((one) => one !== undefined);
  const unknown = present.filter(({ verdict }) => !verdict);
  if (unknown.length > 0) throw notCompared(unknown);
  const failed = present.filter(({ verdict }) => !verdict?.passed);
  if (failed.length > 0 && !fallBack) throw differs(failed);
  return [
    ...present.map(({ float32, int8, verdict }) => (verdict?.passed ? int8 : float32)),
    ...others,
  ];
}

/**
 * The models in int8 that passed on this machine, for a worker.
 *
 * @throws MODEL_MISSING when there is none; DEVICE_UNAVAILABLE when the runtime is too old
 */
export async function passedInt8(env: Environment): Promise<readonly InstalledModel[]> {
  requireInt8Runtime();
  const installed = await readInstalledModels(env);
  const found = await Promise.all(installed.map((model) => findInt8(env, model)));
  const passed = found.flatMap((one) => (one?.verdict?.passed ? one.int8 : []));
  if (passed.length > 0) return passed;
  throw new EarmarkError(
    'MODEL_MISSING',
    `No model in int8 has passed the comparison with float32 on this machine. ${STEPS}`,
  );
}

const STEPS =
  'Convert models with: earmark models quantize MODEL...; then compare them, on every machine that scores: ' +
  'earmark models verify --profile int8 --music FOLDER';

function notInstalled(models: readonly InstalledModel[]): EarmarkError {
  const names = models.map(({ spec }) => spec.name);
  return new EarmarkError(
    'MODEL_MISSING',
    `${names.join(', ')} cannot be used in int8 before the conversion: earmark models quantize ${names.join(' ')}`,
  );
}

function notCompared(models: readonly Int8Model[]): EarmarkError {
  const names = models.map(({ float32 }) => float32.spec.name);
  return new EarmarkError(
    'MODEL_MISSING',
    `${names.join(', ')} in int8 was not compared with float32 on this machine, with this version of the runtime. ` +
      `Compare: earmark models verify ${names.join(' ')} --profile int8 --music FOLDER`,
  );
}

function differs(models: readonly Int8Model[]): EarmarkError {
  const names = models.map(({ float32 }) => float32.spec.name).join(', ');
  return new EarmarkError(
    'MODEL_MISSING',
    `${names} in int8 differs too much from float32 on this machine, and may not be used. Name ${names} instead.`,
  );
}
