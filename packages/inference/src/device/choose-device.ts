import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './devices.ts';
import { probeDevice, type Variables } from './probe-device.ts';

export type RequestedDevice = DeviceName | 'auto';

export interface ChosenDevice {
  readonly name: DeviceName;
  /** Why `auto` did not choose cuda, where that is not obvious. */
  readonly because: string | undefined;
}

/**
 * The requested device, after these models were verified on it; `auto` is cuda where they can be verified, else the
 * CPU. What its libraries read from the environment is set.
 *
 * `auto` never chooses WebGPU: behind it may be a software driver, hundreds of times slower than the CPU.
 *
 * @throws DEVICE_UNAVAILABLE, naming what is missing and how to get it
 */
export async function chooseDevice(
  requested: RequestedDevice,
  models: readonly InstalledModel[],
  variables: Variables,
): Promise<ChosenDevice> {
  const chosen =
    requested === 'auto'
      ? await fastestDevice(models, variables)
      : { name: await requireDevice(requested, models, variables), because: undefined };
  pinEnvironment(chosen.name);
  return chosen;
}

async function fastestDevice(
  models: readonly InstalledModel[],
  variables: Variables,
): Promise<ChosenDevice> {
  const cuda = await probeDevice({ device: 'cuda', models }, variables);
  if (cuda.state === 'ready') return { name: 'cuda', because: undefined };
  const because = cuda.state === 'unusable' ? `cuda cannot be used: ${cuda.reason}` : undefined;
  return { name: 'cpu', because };
}

async function requireDevice(
  device: DeviceName,
  models: readonly InstalledModel[],
  variables: Variables,
): Promise<DeviceName> {
  if (!DEVICES[device].requiresVerification) return device;
  const probe = await probeDevice({ device, models }, variables);
  if (probe.state === 'ready') return device;
  throw new EarmarkError(
    'DEVICE_UNAVAILABLE',
    `The device ${device} cannot be used: ${[probe.reason, probe.remedy].filter(Boolean).join('. ')}.`,
  );
}

/** Sets what the libraries of a device read from the environment; only the main thread can, and before they are loaded. */
export function pinEnvironment(device: DeviceName): void {
  Object.assign(process.env, DEVICES[device].environment);
}
