import type { ChosenDevice } from '@earmark/worker/device/choose-device.js';

/** `cpu`, `cuda, a worker on each of 2 GPUs`. */
export function describeDevice({ name, because }: ChosenDevice, nWorkers: number): string {
  const workers = nWorkers > 1 ? `, a worker on each of ${String(nWorkers)} GPUs` : '';
  return `${name}${workers}${because === undefined ? '' : ` (${because})`}`;
}
