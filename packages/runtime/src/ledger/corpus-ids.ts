import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

/** What the corpus calls a track, its artist and its album; null where it does not say. */
export interface CorpusIds {
  readonly trackId: string | null;
  readonly artistId: string | null;
  readonly albumId: string | null;
}

/** The ids that the corpus of a run gives its tracks, by file; those of a plain folder are none. */
export async function readCorpusIds(
  db: Queryable,
  runId: RunId,
): Promise<ReadonlyMap<string, CorpusIds>> {
  const { rows } = await db.query<CorpusIds & { file: string }>(
    `select rt.file, t.metadata ->> 'trackId' as "trackId", t.metadata ->> 'artistId' as "artistId",
       t.metadata ->> 'albumId' as "albumId"
     from run_track rt join track t on t.id = rt.track_id
     where rt.run_id = $1 and t.metadata ?| array['trackId', 'artistId', 'albumId']`,
    [runId],
  );
  return new Map(rows.map(({ file, ...ids }) => [file, ids]));
}
