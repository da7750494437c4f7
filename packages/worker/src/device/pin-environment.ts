import { DEVICES, type DeviceName } from './devices.ts';

/** Sets what the libraries of a device read from the environment; only the main thread can, and before they are loaded. */
export function pinEnvironment(device: DeviceName): void {
  Object.assign(process.env, DEVICES[device].environment);
}
