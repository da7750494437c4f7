import type { JamendoLicense, JamendoMetadata } from '@earmark/core/corpus';
import type { Client, Queryable } from './pool.ts';

/** Stores what a table says about tracks of a corpus; what it said before is replaced, but for the licence. */
export async function storeCorpusMetadata(
  client: Client,
  rows: readonly JamendoMetadata[],
): Promise<void> {
  // Of a track that is named twice, the last row counts.
  const tracks = [...new Map(rows.map((row) => [row.trackId, row])).values()];
  await client.query(
    `insert into corpus_metadata (corpus_track_id, title, artist, album, release_date, page_url)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     on conflict (corpus_track_id) do update
       set title = excluded.title, artist = excluded.artist, album = excluded.album, release_date = excluded.release_date,
           page_url = excluded.page_url`,
    [
      tracks.map(({ trackId }) => String(trackId)),
      tracks.map(({ title }) => title),
      tracks.map(({ artist }) => artist),
      tracks.map(({ album }) => album),
      tracks.map(({ releaseDate }) => releaseDate),
      tracks.map(({ pageUrl }) => pageUrl),
    ],
  );
}

/** Stores the licences of tracks of a corpus; those of before are replaced. */
export async function storeCorpusLicenses(
  client: Client,
  rows: readonly JamendoLicense[],
): Promise<void> {
  const tracks = [...new Map(rows.map((row) => [row.trackId, row])).values()];
  await client.query(
    `insert into corpus_metadata (corpus_track_id, license, license_url)
     select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (corpus_track_id) do update set license = excluded.license, license_url = excluded.license_url`,
    [
      tracks.map(({ trackId }) => String(trackId)),
      tracks.map(({ license }) => license),
      tracks.map(({ licenseUrl }) => licenseUrl),
    ],
  );
}

/** The tracks of the current collection that have an id of the corpus. */
export interface CorpusCoverage {
  readonly nTracks: number;
  readonly nWithTitle: number;
  readonly nWithLicense: number;
  /** The first files without a title, by name. */
  readonly withoutTitle: readonly string[];
}

/** How much of the current collection the metadata of the corpus describes. */
export async function corpusCoverage(
  db: Queryable,
  { nExamples }: { readonly nExamples: number },
): Promise<CorpusCoverage> {
  const { rows } = await db.query<CorpusCoverage>(
    `with described as (
       select c.file, m.title is not null as has_title, m.license is not null as has_license
       from current_track c
       join track t on t.id = c.track_id
       left join corpus_metadata m on m.corpus_track_id = t.metadata ->> 'trackId'
       where t.metadata ? 'trackId'
     )
     select count(*) as "nTracks", count(*) filter (where has_title) as "nWithTitle",
       count(*) filter (where has_license) as "nWithLicense",
       array(select file from described where not has_title order by file limit $1) as "withoutTitle"
     from described`,
    [nExamples],
  );
  const [coverage] = rows as [CorpusCoverage];
  return coverage;
}
