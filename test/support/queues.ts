import { Redis } from 'ioredis';
import { createPool } from '@earmark/ledger';
import type { QueueAddress } from '@earmark/queue';

/** Throws away everything a queue holds, as a Redis that was restarted or a dropped schema does. */
export async function loseQueue(address: QueueAddress): Promise<void> {
  if (address.backend === 'redis') {
    const redis = new Redis(address.url);
    const keys = await redis.keys(`${address.prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  } else {
    const pool = createPool(address.url, { max: 1 });
    await pool.query('drop schema bullmq cascade');
    await pool.end();
  }
}
