export {
  dropPostgresQueue,
  holdsPostgresQueue,
  queueAddress,
  type QueueAddress,
} from './bullmq.ts';
export { consumeTagJobs, type Delivery } from './consume.ts';
export { fillWindow } from './fill-window.ts';
export { type Repairs, reconcile } from './reconcile.ts';
export { checkRedis, isRedisUsable, shutDownRedis } from './redis.ts';
export { type FailedJob, openTagQueue, type QueueCounts, type TagQueue } from './tag-queue.ts';
