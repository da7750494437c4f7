// What producers, workers and the aggregator do with the queue.
export { openTagQueue, type TagQueue } from './tag-queue.ts';
export { type FailedJob, type JobQueue, openJobQueue, type QueuedJob } from './job-queue.ts';
export type { QueueCounts } from './queue-counts.ts';
export { fillWindow } from './fill-window.ts';
export { enqueueAnew } from './enqueue-anew.ts';
export { consumeJobs, type Delivery, type Intake } from './consume.ts';
export { createQueueErrorListener } from './queue-errors.ts';
export { type Repairs, reconcile } from './reconcile.ts';

// Where it lives.
export { queueAddress, type QueueAddress, type QueueName, TAG_QUEUE } from './bullmq.ts';
