import { ModelKey, TrackId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

/** For each of the models that has a prediction of exactly these bytes: the track it is stored with. */
export async function findStoredContent(
  db: Queryable,
  contentSha256: Buffer,
  models: readonly ModelKey[],
): Promise<ReadonlyMap<ModelKey, TrackId>> {
  const { rows } = await db.query<{ model_id: number; track_id: number }>(
    `select distinct on (p.model_id) p.model_id, p.track_id
     from track t join prediction p on p.track_id = t.id
     where t.content_sha256 = $1 and p.model_id = any($2::smallint[])
     order by p.model_id, p.track_id`,
    [contentSha256, models],
  );
  return new Map(
    rows.map((row) => [ModelKey.parse(row.model_id), TrackId.parse(row.track_id)] as const),
  );
}
