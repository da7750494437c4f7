export { queueAddress, type QueueAddress } from './bullmq.ts';
export { consumeTagJobs, type Delivery } from './consume.ts';
export { fillWindow } from './fill-window.ts';
export { type Mended, reconcile } from './reconcile.ts';
export { checkRedis } from './redis-check.ts';
export { type FailedJob, openTagQueue, type QueueCounts, type TagQueue } from './tag-queue.ts';
