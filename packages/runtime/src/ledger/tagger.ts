import type { Queryable } from '../postgres/pool.ts';

/** The software that made a prediction; stored once per combination. */
export interface Tagger {
  readonly decoder: string;
  readonly resampler: string;
  readonly device: string;
  readonly runtime: string;
  readonly earmarkVersion: string;
}

/** The ledger's number of this combination of software. */
export async function registerTagger(db: Queryable, tagger: Tagger): Promise<number> {
  // The update changes nothing, but makes the row come back whether it was new or not.
  const { rows } = await db.query<{ id: number }>(
    `insert into software (decoder, resampler, device, runtime, earmark_version) values ($1, $2, $3, $4, $5)
     on conflict (decoder, resampler, device, runtime, earmark_version)
       do update set decoder = excluded.decoder
     returning id`,
    [tagger.decoder, tagger.resampler, tagger.device, tagger.runtime, tagger.earmarkVersion],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the ledger returned no number for the tagger');
  return id;
}
