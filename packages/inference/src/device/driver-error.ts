/** Why a device cannot be used, and what to do about it. */
export interface DriverError {
  readonly reason: string;
  /** Null when the reason says it already. */
  readonly remedy: string | null;
}

/** Messages of drivers, and what they mean. */
const DRIVER_ERRORS: readonly { readonly pattern: RegExp; readonly meaning: DriverError }[] = [
  {
    pattern: /with error: (?:\S*\/)?(lib\S+): cannot open shared object/,
    meaning: {
      reason: 'the library $1 cannot be loaded',
      remedy:
        'Install CUDA 12 and cuDNN 9, and name the folders of their libraries in LD_LIBRARY_PATH',
    },
  },
  {
    pattern: /CUDA driver version is insufficient/,
    meaning: {
      reason: 'the NVIDIA driver is too old for CUDA 12',
      remedy: 'Install a driver of version 525 or newer',
    },
  },
  {
    pattern: /no CUDA-capable device|CUDA_ERROR_NO_DEVICE/,
    meaning: {
      reason: 'no NVIDIA GPU is visible',
      remedy: 'See what nvidia-smi -L lists, and whether CUDA_VISIBLE_DEVICES hides it',
    },
  },
  {
    pattern: /No supported adapters|Found no drivers/,
    meaning: {
      reason: 'no GPU driver was found',
      remedy: 'On Linux install the Vulkan loader (libvulkan1) and the Vulkan driver of your GPU',
    },
  },
];

/** The first known error in what a driver printed; undefined when there is none. */
export function parseDriverError(printed: string): DriverError | undefined {
  for (const { pattern, meaning } of DRIVER_ERRORS) {
    const match = pattern.exec(printed);
    if (match) return { ...meaning, reason: meaning.reason.replace('$1', match[1] ?? '') };
  }
  return undefined;
}
