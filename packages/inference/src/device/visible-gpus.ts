import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type DeviceName, DEVICES } from './devices.ts';
import type { Variables } from './probe-device.ts';

/**
 * The NVIDIA GPUs that this process may use, each as CUDA_VISIBLE_DEVICES names it: those of that variable,
 * else all of this machine. Empty where nothing lists them.
 */
export async function visibleGpus(variables: Variables): Promise<readonly string[]> {
  const chosen = variables['CUDA_VISIBLE_DEVICES'];
  if (chosen !== undefined) return parseVisibleDevices(chosen);
  const env = { PATH: variables['PATH'] };
  const listed = await promisify(execFile)('nvidia-smi', ['-L'], { env }).catch(() => undefined);
  return parseGpuList(listed?.stdout ?? '');
}

/** CUDA ignores what follows the first entry that names no GPU. */
export function parseVisibleDevices(value: string): readonly string[] {
  const entries = value.split(',').map((entry) => entry.trim());
  const end = entries.findIndex((entry) => entry === '' || entry.startsWith('-'));
  return end < 0 ? entries : entries.slice(0, end);
}

/** The ids in the output of `nvidia-smi -L`, one line per GPU. Not its numbers: CUDA counts GPUs in another order. */
export function parseGpuList(text: string): readonly string[] {
  return [...text.matchAll(/^GPU \d+: .*\(UUID: (\S+)\)/gm)].map(([, id = '']) => id);
}

/** For each worker of this machine what its environment adds: one worker per GPU, which uses no other. */
export async function workerEnvironments(
  device: DeviceName,
  variables: Variables,
): Promise<readonly Variables[]> {
  const gpus = DEVICES[device].isPerGpu ? await visibleGpus(variables) : [];
  return gpus.length > 0 ? gpus.map((gpu) => ({ CUDA_VISIBLE_DEVICES: gpu })) : [{}];
}
