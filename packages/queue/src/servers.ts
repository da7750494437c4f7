// The servers that a queue may live on; without BullMQ, which takes a third of a second of CPU to load.
export { checkRedis, isRedisUsable, shutDownRedis } from './redis.ts';
export { dropPostgresQueue, holdsPostgresQueue } from './postgres-queue.ts';
