import pg from 'pg';

/** A statement that takes longer is a reason to ask whether the server still answers. */
const LONG_MS = 5_000;
const ANSWER_MS = 5_000;

/**
 * Ends the connections of a pool that wait for a server which answers nobody: one that is frozen, or whose host is
 * gone, closes no connection. A long statement, such as the plan of a large run or a migration, is waited for while
 * the server answers on another connection.
 */
export function endSilentConnections(pool: pg.Pool, server: pg.ClientConfig): void {
  const timers = new Map<pg.PoolClient, NodeJS.Timeout>();
  let asked: Promise<boolean> | undefined;
  const isSilent = () =>
    (asked ??= isServerSilent(server).finally(() => {
      asked = undefined;
    }));
  const watch = (client: pg.PoolClient) => {
    const check = async () => {
      const silent = await isSilent();
      // It may have been released, and taken for another statement, meanwhile.
      if (timers.get(client) !== timer) return;
      if (!silent) watch(client);
      // The types of a pooled client lack it. The statement that it waits for fails at once.
      else void (client as unknown as pg.Client).end();
    };
    const timer = setTimeout(() => void check(), LONG_MS).unref();
    timers.set(client, timer);
  };
  pool.on('acquire', watch);
  pool.on('release', (_error, client) => {
    clearTimeout(timers.get(client));
    timers.delete(client);
  });
}

async function isServerSilent(server: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({
    ...server,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return false;
  } catch (error) {
    // A refusal in words is an answer, for instance that there are too many connections.
    return !(error instanceof pg.DatabaseError);
  } finally {
    void client.end();
  }
}
