import { expect, test } from 'vitest';
import { workerEnvironments } from './visible-gpus.ts';

test.each([
  {
    device: 'cuda',
    visible: '0,2',
    own: [{ CUDA_VISIBLE_DEVICES: '0' }, { CUDA_VISIBLE_DEVICES: '2' }],
  },
  { device: 'cuda', visible: 'GPU-8a1f', own: [{ CUDA_VISIBLE_DEVICES: 'GPU-8a1f' }] },
  { device: 'cuda', visible: '', own: [{}] },
  { device: 'cpu', visible: '0,2', own: [{}] },
  { device: 'webgpu', visible: '0,2', own: [{}] },
] as const)('of $device with GPUs "$visible" the workers are $own', async (workers) => {
  const { device, visible, own } = workers;
  expect(await workerEnvironments(device, { CUDA_VISIBLE_DEVICES: visible })).toEqual(own);
});
