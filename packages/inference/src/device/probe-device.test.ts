import { expect, test } from 'vitest';
import { parseDriverError } from './probe-device.ts';

test.each([
  {
    printed:
      '[E:onnxruntime] Failed to load library /opt/bin/libonnxruntime_providers_cuda.so with error: ' +
      'libcudnn.so.9: cannot open shared object file: No such file or directory',
    reason: 'the library libcudnn.so.9 cannot be loaded',
  },
  {
    printed:
      'Failed to load library /opt/bin/libx.so with error: /opt/bin/libx.so: cannot open shared object file',
    reason: 'the library libx.so cannot be loaded',
  },
  {
    printed: 'CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=box',
    reason: 'no NVIDIA GPU is visible',
  },
  {
    printed: 'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version',
    reason: 'the NVIDIA driver is too old for CUDA 12',
  },
  {
    printed: 'Warning: vkCreateInstance: Found no drivers!\n  at CheckVkSuccessImpl',
    reason: 'no GPU driver was found',
  },
  { printed: 'something else', reason: undefined },
])('"$printed" means: $reason', ({ printed, reason }) => {
  expect(parseDriverError(printed)?.reason).toBe(reason);
});
