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
    .description('check that installed models are intact and compute what they did')
    .argument('[models...]', 'ids, data sets or "all" (default: whatever is installed)')
    .addOption(work.device().default('cpu'))
    .addHelpText('after', '\nExample:\n  earmark models verify jamendo/starter --device cuda')
    .action((requested: readonly string[], { device }: { device: RequestedDevice }) =>
      verify(requested, device, context),
    );
}

async function verify(
  requested: readonly string[],
  wish: RequestedDevice,
  { env, variables, out, err, signal }: Context,
) {
  const manifests = await readManifests();
  const named = requested.flatMap((one) => manifestsNamed(manifests, one));
  const ids = new Set((requested.length > 0 ? named : manifests).map(({ name }) => name));
  const { name: device } = await chooseDevice(wish, await readShippedModels(), variables);
  const verified = device === 'cpu' ? 'intact' : `intact, and right on ${device}`;
  let nIntact = 0;
  let failure: EarmarkError | undefined;
  for (const id of ids) {
    signal.throwIfAborted();
    const verdict = await verdictOn(env, id, device);
    if (verdict === 'intact') {
      nIntact++;
      out.write(`${id}  ${verified}\n`);
    } else if (verdict !== 'not installed') {
      failure ??= verdict;
      err.write(`${id}  not intact: ${verdict.message}\n`);
    } else if (requested.includes(id)) {
      failure ??= new EarmarkError('MODEL_MISSING', verdict);
      err.write(`${id}  not installed\n`);
    }
  }
  if (failure) throw new EarmarkError(failure.code, 'Not every model is intact, see above.');
  if (nIntact === 0) throw nothingInstalled(requested);
}

async function verdictOn(
  env: Environment,
  id: ModelName,
  device: DeviceName,
): Promise<'intact' | 'not installed' | EarmarkError> {
  try {
    const atHand = await findInstalled(env, id);
    if (!atHand) return 'not installed';
    await verifyModel(atHand, device);
    return 'intact';
  } catch (error) {
    return toEarmarkError(error);
  }
}

function nothingInstalled(requested: readonly string[]): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `Of ${requested.join(', ')} nothing is installed. Download it: earmark models pull ${requested.join(' ')}`,
  );
}
