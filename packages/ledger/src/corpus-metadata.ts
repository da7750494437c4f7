import type { JamendoLicense, JamendoMetadata } from '@earmark/core/corpus';
import type { Client, Queryable } from './pool.ts';

/** Stores what a table says about tracks of a corpus; what it said before is replaced, but for the licence. */
export async function storeCorpusMetadata(
  client: Client,
  rows: readonly JamendoMetadata[],
): Promise<void> {
  const tracks = lastOfEach(rows);
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
  const tracks = lastOfEach(rows);
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

/** Of a track that is named twice, the last row counts. */
function lastOfEach<T extends { readonly trackId: number }>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [row.trackId, row])).values()];
}

/** Gives the tracks that are listed already what is stored about them; tracks that are listed later get it then. */
export async function applyCorpusMetadata(client: Client): Promise<void> {
  // The trigger prefer_corpus_metadata sets the columns; rows that have them already are not written again.
  await client.query(
    `update track set page_url = c.page_url
     from corpus_metadata c
     where c.corpus_track_id = track.metadata ->> 'trackId'
       and row(track.title, track.artist, track.album, track.release_date, track.license, track.license_url, track.page_url)
         is distinct from
         row(coalesce(c.title, track.title), coalesce(c.artist, track.artist), coalesce(c.album, track.album),
             coalesce(c.release_date, track.release_date), coalesce(c.license, track.license),
             case when c.license is null then track.license_url else c.license_url end, c.page_url)`,
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

/** How many tracks of a corpus have a title and a licence, in the current collection. */
export async function corpusCoverage(
  db: Queryable,
  { nExamples }: { readonly nExamples: number },
): Promise<CorpusCoverage> {
  const { rows } = await db.query<CorpusCoverage>(
    `with listed as (
       select c.file, t.title, t.license
       from current_track c join track t on t.id = c.track_id
       where t.metadata ? 'trackId'
     )
     select count(*) as "nTracks", count(title) as "nWithTitle", count(license) as "nWithLicense",
       array(select file from listed where title is null order by file limit $1) as "withoutTitle"
     from listed`,
    [nExamples],
  );
  const [coverage] = rows as [CorpusCoverage];
  return coverage;
}
