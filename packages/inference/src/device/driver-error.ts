/** Why a device cannot be used, and what to do about it. */
export interface DriverError {
  readonly reason: string;
  /** Null when the reason says it already. */
  readonly remedy: string | null;
}

/** What drivers print, and what it means. */
const COMPLAINTS: readonly { readonly pattern: RegExp; readonly means: DriverError }[] = [
  {
    pattern: /with error: (?:\S*\/)?(lib\S+): cannot open shared object/,
    means: {
      reason: 'the library $1 cannot be loaded',
      remedy:
        'Install CUDA 12 and cuDNN 9, and name the folders of their libraries in LD_LIBRARY_PATH',
    },
  },
  {
    pattern: /CUDA driver version is insufficient/,
    means: {
      reason: 'the NVIDIA driver is too old for CUDA 12',
      remedy: 'Install a driver of version 525 or newer',
    },
  },
  {
    pattern: /no CUDA-capable device|CUDA_ERROR_NO_DEVICE/,
    means: {
      reason: 'no NVIDIA GPU is visible',
      remedy: 'See what nvidia-smi -L lists, and whether CUDA_VISIBLE_DEVICES hides it',
    },
  },
  {
    pattern: /No supported adapters|Found no drivers/,
    means: {
      reason: 'no GPU driver was found',
      remedy: 'On Linux install the Vulkan loader (libvulkan1) and the Vulkan driver of your GPU',
    },
  },
];

/** What a driver complained of, in a sentence each; undefined when none of it is known. */
export function parseDriverError(printed: string): DriverError | undefined {
  for (const { pattern, means } of COMPLAINTS) {
    const match = pattern.exec(printed);
    if (match) return { ...means, reason: means.reason.replace('$1', match[1] ?? '') };
  }
  return undefined;
}
