import { readShippedModels } from '@earmark/runtime/models/model-registry.js';
import type { DeviceName } from '@earmark/worker/device/devices.js';
import { probeDevice } from '@earmark/worker/device/probe-device.js';
import type { Context } from '../context.ts';
import type { Finding } from './finding.ts';

/** Whether the model that ships with Earmark can be run on this device, and says there what it should. */
export async function deviceFinding(device: DeviceName, { variables }: Context): Promise<Finding> {
  const probe = await probeDevice({ device, models: await readShippedModels() }, variables);
  if (probe.state === 'ready') {
    return { part: device, state: 'ready', found: 'it computes the known answer', fix: null };
  }
  const state = device === 'cpu' ? 'needed' : 'not ready';
  return { part: device, state, found: probe.reason, fix: probe.remedy };
}
