/** Everything that BullMQ is told about our one queue. */
export const QUEUE = {
  name: 'earmark-tag',
  prefix: 'earmark',
  /** A job whose process died is given out again this often; then it is parked as WORKER_CRASHED. */
  maxStalledCount: 2,
  /** Tries of a job whose failure may pass. */
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  /** A payload is a few numbers and an address; more is a mistake. In bytes. */
  sizeLimit: 16_384,
} as const;
