import type { Queryable } from './pool.ts';

export interface Lease {
  readonly name: string;
  /** Host and process id. */
  readonly holder: string;
  /** For this long; the holder asks again in time. */
  readonly seconds: number;
}

/** Takes or extends a lease; whether it is held: false while another program holds it. */
export async function holdLease(db: Queryable, { name, holder, seconds }: Lease): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into lease (name, holder, expires_at) values ($1, $2, now() + make_interval(secs => $3))
     on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
     where lease.holder = excluded.holder or lease.expires_at < now()`,
    [name, holder, seconds],
  );
  return rowCount === 1;
}

/** Gives a lease up, so that another program need not wait until it expires. */
export async function releaseLease(
  db: Queryable,
  { name, holder }: Pick<Lease, 'name' | 'holder'>,
): Promise<void> {
  await db.query('delete from lease where (name, holder) = ($1, $2)', [name, holder]);
}
