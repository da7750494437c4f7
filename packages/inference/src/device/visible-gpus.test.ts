import { expect, test } from 'vitest';
import {
  parseGpuList,
  parseVisibleDevices,
  visibleGpus,
  workerEnvironments,
} from './visible-gpus.ts';

test.each([
  { value: '0', gpus: ['0'] },
  { value: '0,2', gpus: ['0', '2'] },
  { value: 'GPU-8a1f, GPU-77c0', gpus: ['GPU-8a1f', 'GPU-77c0'] },
  { value: '', gpus: [] },
  { value: '-1', gpus: [] },
  { value: '1,-1,0', gpus: ['1'] },
])('CUDA_VISIBLE_DEVICES=$value shows $gpus', ({ value, gpus }) => {
  expect(parseVisibleDevices(value)).toEqual(gpus);
});

test('the GPUs of a machine are listed by id, MIG instances are left out', () => {
  const text = [
    'GPU 0: NVIDIA H200 (UUID: GPU-31d05a4c-0e66-4a6b-9a0f-0a63fd1ac7e5)',
    '  MIG 1g.18gb     Device  0: (UUID: MIG-6a1d4ab8-2ad4-5b63-9f4e-4d2b3b1f7c11)',
    'GPU 1: NVIDIA GeForce RTX 4090 (UUID: GPU-c5b1b0cb-4a3c-1f0e-7f83-2f6f0f6b8a11)',
    '',
  ].join('\n');
  expect(parseGpuList(text)).toEqual([
    'GPU-31d05a4c-0e66-4a6b-9a0f-0a63fd1ac7e5',
    'GPU-c5b1b0cb-4a3c-1f0e-7f83-2f6f0f6b8a11',
  ]);
});

test('without nvidia-smi there is no GPU', async () => {
  expect(await visibleGpus({ PATH: '/nowhere' })).toEqual([]);
});

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
] as const)(
  '$device with CUDA_VISIBLE_DEVICES="$visible" has the workers $own',
  async (workers) => {
    const { device, visible, own } = workers;
    expect(await workerEnvironments(device, { CUDA_VISIBLE_DEVICES: visible })).toEqual(own);
  },
);
