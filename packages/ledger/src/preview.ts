import type { ModelRowId, SourceItem } from '@earmark/core/run';
import { isTrackOf } from './planning.ts';
import { type Client, inTransaction, type Pool } from './pool.ts';

/** What a run would consist of if it were planned now. */
export interface Preview {
  /** The unfinished run that the same command would resume; null for a new one. */
  readonly resumes: number | null;
  readonly nTracks: number;
  readonly nTasks: number;
  /** Tasks that would be settled without work: stored already, or settled in the run that is resumed. */
  readonly nDone: number;
  /** Tracks that something is owed of, and the bytes of their files. */
  readonly nTracksOwed: number;
  readonly bytesOwed: number;
  /** Tasks owed, in the order of the models. */
  readonly owedByModel: readonly number[];
}

export interface PreviewRequest {
  /** Null when there can be no such run. */
  readonly fingerprint: string | null;
  /** Null for a model that is not registered. */
  readonly models: readonly (ModelRowId | null)[];
  readonly force: boolean;
}

/**
 * Counts what planning these items would result in, and leaves nothing behind. Copies of stored tracks under another
 * name are counted as owed: equal bytes are detected when they are fetched.
 */
export function previewRun(
  pool: Pool,
  pages: AsyncIterable<readonly SourceItem[]>,
  request: PreviewRequest,
): Promise<Preview> {
  return inTransaction(pool, async (client) => {
    // Dropped with the transaction; locks nothing that running programs need.
    await client.query(
      `create temporary table listed (file text collate "C" primary key, uri text, version text, size_bytes bigint)
       on commit drop`,
    );
    for await (const page of pages) await addListed(client, page);
    return count(client, request);
  });
}

async function addListed(client: Client, items: readonly SourceItem[]): Promise<void> {
  await client.query(
    `insert into listed select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
     on conflict (file) do nothing`,
    [
      items.map(({ file }) => file),
      items.map(({ uri }) => uri),
      items.map(({ version }) => version),
      items.map(({ sizeBytes }) => sizeBytes),
    ],
  );
}

async function count(
  client: Client,
  { fingerprint, models, force }: PreviewRequest,
): Promise<Preview> {
  await client.query('analyze listed');
  const { rows: found } = await client.query<{ id: number | null }>(
    `select max(id) as id from run where fingerprint = $1 and state in ('planning', 'running')`,
    [fingerprint],
  );
  const resumes = found[0]?.id ?? null;
  const owed = `from listed l
    left join track on ${isTrackOf('l')}
    cross join unnest($1::smallint[]) with ordinality as m (id, position)
    where not (not $2::boolean and exists (select from prediction p where p.model_id = m.id and p.track_id = track.id))
      and not exists (select from task_outcome o
                      where o.run_id = $3 and o.track_id = track.id and o.model_id = m.id)`;
  const parameters = [models, force, resumes];
  const totals = await client.query<{ nTracks: number; nTracksOwed: number; bytesOwed: number }>(
    `select (select count(*) from listed) as "nTracks", count(*) as "nTracksOwed",
       coalesce(sum(size_bytes), 0)::float8 as "bytesOwed"
     from (select distinct l.file, l.size_bytes ${owed}) as listed_track`,
    parameters,
  );
  const byModel = await client.query<{ n: number }>(
    `select count(owed.file) as n
     from generate_series(1, cardinality($1::smallint[])) as position
     left join (select l.file, m.position ${owed}) as owed using (position)
     group by position order by position`,
    parameters,
  );
  const { nTracks = 0, nTracksOwed = 0, bytesOwed = 0 } = totals.rows[0] ?? {};
  const owedByModel = byModel.rows.map(({ n }) => n);
  const nTasks = nTracks * models.length;
  const nDone = nTasks - owedByModel.reduce((sum, n) => sum + n, 0);
  return { resumes, nTracks, nTasks, nDone, nTracksOwed, bytesOwed, owedByModel };
}
