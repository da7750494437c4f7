import { Command } from 'commander';
import { EarmarkError, type FailureCode, toEarmarkError } from '@earmark/core/failure';
import type { ModelName, Profile } from '@earmark/core/model';
import { chooseDevice, type DeviceName, type RequestedDevice } from '@earmark/inference/devices';
import { findInstalled, modelsNamed, readModelNames, readShippedModels } from '@earmark/models';
import { verifyModel } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import type { Environment } from '@earmark/runtime/config';
import { type Display, showWork, withDisplay } from '@earmark/runtime/display';
import * as plan from '@earmark/producer/options';
import * as work from '@earmark/worker/options';
import * as option from '@earmark/runtime/command';

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('check that installed models are intact and still compute their reference output')
    .argument('[models...]', 'names, data sets or "all" (default: every installed model)')
    .addOption(work.device().default('cpu'))
    .addOption(plan.profile())
    .option('--music <folder>', 'with --profile int8: music on which the scores are compared')
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(async (requested: readonly string[], options: Options) => {
      if (options.profile === 'int8') {
        await compareWithFloat32(requested, options, context);
        return;
      }
      const { device: requestedDevice, json } = options;
      const { variables, out } = context;
      const shipped = await readShippedModels();
      const { name: device } = await chooseDevice(requestedDevice, shipped, variables);
      const models = await withDisplay(context, { json }, (display) =>
        verify(requested, { device, display }, context),
      );
      if (json) out.write(`${JSON.stringify({ device, models })}\n`);
      const failed = models.find(({ code }) => code !== null);
      if (failed?.code)
        throw new EarmarkError(failed.code, 'Not every model is intact, see above.');
      if (models.length === 0) throw nothingInstalled(requested);
    });
}

const HELP = `
With --profile int8 the scores of models in int8 are compared with those in float32 on whole tracks. What was found is
stored, for this machine and this version of the runtime; --profile int8 of the other commands needs it.

Examples:
  earmark models verify jamendo/starter --device cuda
  earmark models verify jamendo --profile int8 --music my_music/`;

/** @throws USAGE_INVALID without music, or on another device; what `verifyInt8` throws; MODEL_MISMATCH when a model differs too much */
async function compareWithFloat32(
  requested: readonly string[],
  { device, music, json }: Options,
  context: Context,
): Promise<void> {
  if (device !== 'cpu') {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Models in int8 run on the CPU, and --device ${device} was given. Leave out --device.`,
    );
  }
  if (music === undefined) {
    throw new EarmarkError(
      'USAGE_INVALID',
      'Scores in int8 are compared on music of yours. Name some: --music FOLDER',
    );
  }
  // With it the runtime is loaded.
  const { verifyInt8 } = await import('../../models/verify-int8.ts');
  const models = await withDisplay(context, { json }, (display) =>
    verifyInt8(requested, music, display, context),
  );
  if (json) context.out.write(`${JSON.stringify({ models })}\n`);
  if (models.some(({ passed }) => !passed)) {
    throw new EarmarkError('MODEL_MISMATCH', 'Not every model in int8 may be used, see above.');
  }
}

interface Options {
  readonly device: RequestedDevice;
  readonly profile: Profile;
  readonly music?: string;
  readonly json?: true;
}

/** A model that is installed, or was named and is not. */
interface Verified {
  readonly name: ModelName;
  readonly state: 'intact' | 'not intact' | 'not installed';
  /** Null for a model that is intact. */
  readonly code: FailureCode | null;
  readonly reason: string | null;
}

async function verify(
  requested: readonly string[],
  { device, display }: { readonly device: DeviceName; readonly display: Display },
  { env, signal }: Context,
): Promise<readonly Verified[]> {
  const known = await readModelNames(env);
  const named = requested.flatMap((name) => modelsNamed(known, name));
  const names = new Set((requested.length > 0 ? named : known).map(({ name }) => name));
  const onWork = showWork(display);
  const verified: Verified[] = [];
  for (const [nDone, name] of [...names].entries()) {
    signal.throwIfAborted();
    onWork({ what: 'Verifying', nDone, nAll: names.size, noun: 'model' });
    const model = await verdictOn(env, name, device);
    if (model.state === 'not installed' && !requested.includes(name)) continue;
    verified.push(model);
    show(display, model, device);
  }
  onWork({ what: 'Verifying', nDone: names.size, nAll: names.size, noun: 'model' });
  return verified;
}

function show(display: Display, { name, state, reason }: Verified, device: DeviceName): void {
  if (state === 'intact') {
    display.line(`${name}  ${device === 'cpu' ? 'intact' : `intact, correct on ${device}`}`);
  } else {
    display.warn(`${name}  ${state}${reason === null ? '' : `: ${reason}`}`);
  }
}

async function verdictOn(env: Environment, name: ModelName, device: DeviceName): Promise<Verified> {
  try {
    const installed = await findInstalled(env, name);
    if (!installed) return { name, state: 'not installed', code: 'MODEL_MISSING', reason: null };
    await verifyModel(installed, device);
    return { name, state: 'intact', code: null, reason: null };
  } catch (error) {
    const { code, message } = toEarmarkError(error);
    return { name, state: 'not intact', code, reason: message };
  }
}

function nothingInstalled(requested: readonly string[]): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `None of these models is installed: ${requested.join(', ')}. Install them: earmark models pull ${requested.join(' ')}`,
  );
}
