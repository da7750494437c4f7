import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './devices.ts';
import { probeDevice, type Variables } from './probe-device.ts';

export type RequestedDevice = DeviceName | 'auto';

export interface ChosenDevice {
  readonly name: DeviceName;
  /** Why `auto` took no other, where somebody may wonder. */
  readonly because: string | undefined;
}

/**
 * The device that is wished for, seen to run these models; `auto` is cuda where that does, else the CPU. What
 * its libraries read from the environment is set.
 *
 * WebGPU is never chosen unasked: behind it may be a software driver, hundreds of times slower than the CPU.
 *
 * @throws DEVICE_UNAVAILABLE, naming what is missing and how to get it
 */
export async function chooseDevice(
  wish: RequestedDevice,
  models: readonly InstalledModel[],
  variables: Variables,
): Promise<ChosenDevice> {
  const chosen =
    wish === 'auto'
      ? await fastestDevice(models, variables)
      : { name: await requireDevice(wish, models, variables), because: undefined };
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
