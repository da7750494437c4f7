// What producers, workers and the aggregator do with the queue.
export { type FailedJob, openTagQueue, type TagQueue } from './tag-queue.ts';
export type { QueueCounts } from './queue-counts.ts';
export { fillWindow } from './fill-window.ts';
export { enqueueAnew } from './enqueue-anew.ts';
export { consumeTagJobs, type Delivery, type Intake } from './consume.ts';
export { createQueueErrorListener } from './queue-errors.ts';
export { type Repairs, reconcile } from './reconcile.ts';

// Where it lives.
export { queueAddress, type QueueAddress } from './bullmq.ts';
