import { Command } from 'commander';
import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import type { ModelName } from '@earmark/core/model';
import { chooseDevice, type DeviceName, type RequestedDevice } from '@earmark/inference/devices';
import { findInstalled, manifestsNamed, readManifests, readShippedModels } from '@earmark/models';
import { verifyModel } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import type { Environment } from '@earmark/runtime/config';
import * as work from '@earmark/worker/options';

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('check that installed models are intact and still compute their reference output')
    .argument('[models...]', 'names, data sets or "all" (default: every installed model)')
    .addOption(work.device().default('cpu'))
    .addHelpText('after', '\nExample:\n  earmark models verify jamendo/starter --device cuda')
    .action((requested: readonly string[], { device }: { device: RequestedDevice }) =>
      verify(requested, device, context),
    );
}

async function verify(
  requested: readonly string[],
  requestedDevice: RequestedDevice,
  { env, variables, out, err, signal }: Context,
) {
  const manifests = await readManifests();
  const named = requested.flatMap((name) => manifestsNamed(manifests, name));
  const names = new Set((requested.length > 0 ? named : manifests).map(({ name }) => name));
  const { name: device } = await chooseDevice(
    requestedDevice,
    await readShippedModels(),
    variables,
  );
  const verified = device === 'cpu' ? 'intact' : `intact, correct on ${device}`;
  let nIntact = 0;
  let failure: EarmarkError | undefined;
  for (const name of names) {
    signal.throwIfAborted();
    const verdict = await verdictOn(env, name, device);
    if (verdict === 'intact') {
      nIntact++;
      out.write(`${name}  ${verified}\n`);
    } else if (verdict !== 'not installed') {
      failure ??= verdict;
      err.write(`${name}  not intact: ${verdict.message}\n`);
    } else if (requested.includes(name)) {
      failure ??= new EarmarkError('MODEL_MISSING', verdict);
      err.write(`${name}  not installed\n`);
    }
  }
  if (failure) throw new EarmarkError(failure.code, 'Not every model is intact, see above.');
  if (nIntact === 0) throw nothingInstalled(requested);
}

async function verdictOn(
  env: Environment,
  name: ModelName,
  device: DeviceName,
): Promise<'intact' | 'not installed' | EarmarkError> {
  try {
    const installed = await findInstalled(env, name);
    if (!installed) return 'not installed';
    await verifyModel(installed, device);
    return 'intact';
  } catch (error) {
    return toEarmarkError(error);
  }
}

function nothingInstalled(requested: readonly string[]): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `None of these models is installed: ${requested.join(', ')}. Install them: earmark models pull ${requested.join(' ')}`,
  );
}
