import { DEVICES, type DeviceName } from './devices.ts';
import type { Variables } from './probe-device.ts';
import { visibleGpus } from './visible-gpus.ts';

/** What each worker of this machine needs of its own in its environment, a worker each: to use one GPU, and no other. */
export async function workerEnvironments(
  device: DeviceName,
  variables: Variables,
): Promise<readonly Variables[]> {
  const gpus = DEVICES[device].isPerGpu ? await visibleGpus(variables) : [];
  return gpus.length > 0 ? gpus.map((gpu) => ({ CUDA_VISIBLE_DEVICES: gpu })) : [{}];
}
