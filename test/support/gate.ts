import { createPool, type Client, type Pool } from '@earmark/ledger';

// A gate in front of the ledger, in Postgres itself: settling waits at it. So a run outlasts its faults however fast or
// slow the machine is.

const INSTALL = `
  create schema gate;
  create table gate.position (n_outcomes bigint);
  insert into gate.position values (null);
  create function gate.wait() returns trigger language plpgsql as $$
    begin
      if (select count(*) from task_outcome) >= (select n_outcomes from gate.position) then
        perform pg_advisory_xact_lock_shared(1);
      end if;
      return new;
    end $$;
  create trigger gate before insert on task_outcome for each row execute function gate.wait()`;

const IS_REACHED = `
  select from pg_locks
  where locktype = 'advisory' and (classid, objid) = (0, 1) and not granted
    and database = (select oid from pg_database where datname = current_database())`;

export interface Gate {
  /** From now on settling waits once there are so many outcomes. A Postgres that crashes comes back with an open gate. */
  closeAt(nOutcomes: number): Promise<void>;
  /** Whether a worker waits at it. One that settles many tasks at once waits before any of them is seen. */
  isReached(): Promise<boolean>;
  open(): Promise<void>;
}

/** Installs a gate, which is open. */
export async function installGate(pool: Pool, databaseUrl: string): Promise<Gate> {
  await pool.query(INSTALL);
  let keeper: { readonly client: Client; readonly pool: Pool } | undefined;
  const open = async () => {
    const opened = keeper;
    keeper = undefined;
    // The lock ends with its connection.
    opened?.client.release(true);
    await opened?.pool.end();
  };
  return {
    async closeAt(nOutcomes) {
      await open();
      const own = createPool(databaseUrl, { max: 1 });
      const client = await own.connect();
      // A crash of Postgres is one of the faults.
      client.on('error', () => undefined);
      keeper = { client, pool: own };
      await client.query('update gate.position set n_outcomes = $1', [nOutcomes]);
      await client.query('select pg_advisory_lock(1)');
    },
    isReached: async () => (await pool.query(IS_REACHED)).rowCount !== 0,
    open,
  };
}
