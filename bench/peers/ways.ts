/** How PyTorch runs the published networks. */
export interface Way {
  readonly title: string;
  /** Chunks of a track that a network reads at a time, of 16. */
  readonly batchSize: number;
  /** Traced and frozen by TorchScript, or else eager. */
  readonly frozen: boolean;
  /** The published checkpoints hold denormal numbers, which cost a processor many times what others do. */
  readonly flushDenormals: boolean;
  /** As the published programs, which run one network each, or else once per track. */
  readonly decodePerNetwork: boolean;
  /** What takes minutes is measured in the first round alone. */
  readonly once: boolean;
}

const PUBLISHED = { batchSize: 16, frozen: false, decodePerNetwork: true };
const CHUNK_BY_CHUNK = { batchSize: 1, flushDenormals: true, decodePerNetwork: false, once: false };

export const WAYS: readonly Way[] = [
  { title: 'as published', ...PUBLISHED, flushDenormals: false, once: true },
  { title: 'flush-to-zero', ...PUBLISHED, flushDenormals: true, once: false },
  { title: 'chunk by chunk', ...CHUNK_BY_CHUNK, frozen: false },
  { title: 'frozen TorchScript', ...CHUNK_BY_CHUNK, frozen: true },
];
