import { createPool } from '@earmark/runtime/postgres/pool.js';
import type { QueueAddress } from '@earmark/runtime/queue/queue-address.js';
import { Redis } from 'ioredis';

/** Throws away everything a queue holds, as a Redis that was restarted or a dropped schema does. */
export async function loseQueue({ backend, url }: QueueAddress): Promise<void> {
  if (backend === 'redis') {
    const redis = new Redis(url);
    await redis.flushdb();
    redis.disconnect();
  } else {
    const pool = createPool(url, { max: 1 });
    await pool.query('drop schema bullmq cascade');
    await pool.end();
  }
}
