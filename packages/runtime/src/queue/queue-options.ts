/** Everything that BullMQ is told about our one queue. */
export const QUEUE = {
  name: 'earmark-tag',
  /** The queue gives no job up: which of those in hand brought a process down is found out by the workers. */
  maxStalledCount: 1_000,
  /** Tries of a job whose failure may pass. */
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  /** A payload is a few numbers and an address; more is a mistake. In bytes. */
  sizeLimit: 16_384,
} as const;
