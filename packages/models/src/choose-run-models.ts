import { float32Name, type InstalledModel, isInt8Name, type Profile } from '@earmark/core/model';
import type { Environment } from '@earmark/runtime/config';
import { readKnownModels } from './catalogue.ts';
import { chooseModels, type ModelRequest } from './choose-models.ts';

/** What a command line says of the models of a run, and of their numbers. */
export interface RunModelRequest extends ModelRequest {
  readonly profile: Profile;
}

/**
 * The models of a run: in int8 where the profile is, or the name says so (`jamendo/fcn_int8`). Under the profile a
 * model that was found to differ too much in int8 is taken in float32, by its own name.
 *
 * @throws as `chooseModels`; MODEL_MISSING for a model in int8 that is not installed, or was not compared with the
 *   one in float32 on this machine
 */
export async function chooseRunModels(
  env: Environment,
  { profile, ...request }: RunModelRequest,
): Promise<readonly InstalledModel[]> {
  const known = await readKnownModels(env);
  const byOwnName = (request.models ?? []).filter(isInt8Name);
  if (profile === 'fp32' && byOwnName.length === 0) return chooseModels(known, request);
  // Loads the runtime, which a machine that only plans may not have.
  const { chooseInt8 } = await import('./int8/choose-int8.ts');
  const others = request.models?.filter((name) => !isInt8Name(name));
  const named = others?.length === 0 ? [] : chooseModels(known, { ...request, models: others });
  const inFloat32 = byOwnName.map(float32Name);
  const ofInt8 = inFloat32.length > 0 ? chooseModels(known, { ...request, models: inFloat32 }) : [];
  const chosen = [
    ...(profile === 'int8' ? await chooseInt8(env, named, { fallBack: true }) : named),
    ...(await chooseInt8(env, ofInt8, { fallBack: false })),
  ];
  return [...new Map(chosen.map((model) => [model.spec.name, model])).values()];
}

/** What is said of models that a run with a profile in int8 uses in float32; null when there is none. */
export function fallBackText(profile: Profile, models: readonly InstalledModel[]): string | null {
  const inFloat32 = models.map(({ spec }) => spec).filter(({ name }) => !isInt8Name(name));
  if (profile === 'fp32' || inFloat32.length === 0) return null;
  const namesOf = (isAdded: boolean) =>
    inFloat32.filter(({ nMacs }) => (nMacs === null) === isAdded).map(({ name }) => name);
  const sentences = [
    {
      names: namesOf(false),
      of: (names: string) => `In int8 ${names} would differ too much on this machine`,
    },
    {
      names: namesOf(true),
      of: (names: string) => `Earmark did not convert ${names}, and so has no int8 of it`,
    },
  ];
  return sentences
    .filter(({ names }) => names.length > 0)
    .map(({ names, of }) => `${of(names.join(', '))}: the scores are those of float32.`)
    .join(' ');
}
