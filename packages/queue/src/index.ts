// What producers, workers and the aggregator do with the queue.
export { type FailedJob, openTagQueue, type QueueCounts, type TagQueue } from './tag-queue.ts';
export { fillWindow } from './fill-window.ts';
export { consumeTagJobs, type Delivery } from './consume.ts';
export { createQueueErrorListener } from './queue-errors.ts';
export { type Repairs, reconcile } from './reconcile.ts';

// Where it lives.
export { queueAddress, type QueueAddress } from './bullmq.ts';
