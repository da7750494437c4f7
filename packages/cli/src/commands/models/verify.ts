import { Command } from 'commander';
import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import type { ModelId } from '@earmark/core/model';
import { chooseDevice, type DeviceName, type DeviceWish } from '@earmark/inference/devices';
import { findInstalled, modelsNamed, readManifests, readShippedModels } from '@earmark/models';
import { verifyModel } from '@earmark/models/install';
import type { Context } from '@earmark/runtime/command';
import type { Environment } from '@earmark/runtime/config';
import * as option from '../../options.ts';

export function verifyCommand(context: Context): Command {
  return new Command('verify')
    .description('check that installed models are intact and compute what they did')
    .argument('[models...]', 'ids, data sets or "all" (default: whatever is installed)')
    .addOption(option.device().default('cpu'))
    .addHelpText('after', '\nExample:\n  earmark models verify jamendo/starter --device cuda')
    .action((wishes: readonly string[], { device }: { device: DeviceWish }) =>
      verify(wishes, device, context),
    );
}

async function verify(
  wishes: readonly string[],
  wish: DeviceWish,
  { env, variables, out, err, signal }: Context,
) {
  const manifests = await readManifests();
  const named = wishes.flatMap((wish) => modelsNamed(manifests, wish));
  const ids = new Set((wishes.length > 0 ? named : manifests).map(({ id }) => id));
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
    } else if (wishes.includes(id)) {
      failure ??= new EarmarkError('MODEL_MISSING', verdict);
      err.write(`${id}  not installed\n`);
    }
  }
  if (failure) throw new EarmarkError(failure.code, 'Not every model is intact, see above.');
  if (nIntact === 0) throw nothingInstalled(wishes);
}

async function verdictOn(
  env: Environment,
  id: ModelId,
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

function nothingInstalled(wishes: readonly string[]): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `Of ${wishes.join(', ')} nothing is installed. Download it: earmark models pull ${wishes.join(' ')}`,
  );
}
