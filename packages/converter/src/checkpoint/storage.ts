/** One block of numbers in a checkpoint; several tensors may look into the same one. */
export interface Storage {
  readonly key: string;
  readonly type: StorageType;
  readonly nElements: number;
}

export interface StorageType {
  readonly name: string;
  readonly bytesPerElement: number;
}

export const FLOAT_STORAGE: StorageType = { name: 'FloatStorage', bytesPerElement: 4 };

/** Only counters of training batches are stored as integers. */
export const LONG_STORAGE: StorageType = { name: 'LongStorage', bytesPerElement: 8 };
