import { ledgerId } from '../ledger/ledger-id.ts';
import type { Queryable } from '../postgres/pool.ts';

/** Where the queue of a ledger lives: Redis, or the Postgres that holds the ledger. BullMQ runs on both. */
export type QueueAddress =
  | {
      readonly backend: 'redis';
      readonly url: string;
      /** What the keys begin with: every ledger has its own, so that several may share a Redis. */
      readonly prefix: string;
    }
  | { readonly backend: 'postgres'; readonly url: string };

/** Redis when there is an address of one, else the queue lives in the ledger's Postgres. */
export async function queueAddress(
  ledger: Queryable,
  { redisUrl, databaseUrl }: { redisUrl: string | undefined; databaseUrl: string },
): Promise<QueueAddress> {
  return redisUrl
    ? { backend: 'redis', url: redisUrl, prefix: `earmark-${await ledgerId(ledger)}` }
    : { backend: 'postgres', url: databaseUrl };
}
