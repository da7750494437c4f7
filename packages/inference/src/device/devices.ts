import * as z from 'zod';

export const DeviceName = z.enum(['cpu', 'cuda', 'webgpu']);
export type DeviceName = z.infer<typeof DeviceName>;

export interface Device {
  /** The execution provider, with every option of it that onnxruntime-node passes on. */
  readonly provider: { readonly name: DeviceName } & Readonly<Record<string, unknown>>;
  /** Chunks of a track that a network reads at a time. */
  readonly chunksPerRun: number;
  /**
   * Threads of a process that hold sessions, each those of some models, for the others, which compute the front ends and
   * send them their chunks: while one copies a batch to the device, another computes. None: each thread has sessions of its own.
   */
  readonly sessionThreads: number;
  /** Whether each NVIDIA GPU of a machine gets a worker of its own. */
  readonly isPerGpu: boolean;
  /** Whether a session must first give the reference output that was recorded on the CPU. */
  readonly requiresVerification: boolean;
  /** What its libraries read from the environment when they are loaded. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files that onnxruntime-node does not include for it, and how to install them. */
  readonly addition: { readonly files: readonly string[]; readonly remedy: string } | undefined;
}

/** Where networks can run. */
export const DEVICES: Readonly<Record<DeviceName, Device>> = {
  cpu: {
    provider: { name: 'cpu' },
    // As fast as 16, and it needs the least memory.
    chunksPerRun: 1,
    sessionThreads: 0,
    isPerGpu: false,
    requiresVerification: false,
    environment: {},
    addition: undefined,
  },
  cuda: {
    // The first visible GPU. onnxruntime-node passes no other option on: the search of cuDNN for its
    // convolutions stays exhaustive and the arena grows by powers of two, as are the defaults.
    provider: { name: 'cuda', deviceId: 0 },
    // Half a track: the first layer of fcn alone needs 45 MB per chunk, and its arena never shrinks.
    chunksPerRun: 8,
    sessionThreads: 3,
    isPerGpu: true,
    requiresVerification: true,
    // TF32 would keep three digits of a factor.
    environment: { NVIDIA_TF32_OVERRIDE: '0' },
    addition: {
      files: ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'],
      remedy: 'On Linux x64 install it with: earmark setup-cuda',
    },
  },
  webgpu: {
    provider: { name: 'webgpu', preferredLayout: 'NHWC', validationMode: 'basic' },
    chunksPerRun: 8,
    // The sessions of a process share one WebGPU device, which computes one network at a time.
    sessionThreads: 1,
    isPerGpu: false,
    requiresVerification: true,
    environment: {},
    addition: undefined,
  },
};
