-- Titles, artists, albums, dates and licences: what tables of a corpus say about its tracks, and what files say about
-- themselves. Assumes 0001 to 0016 and a search path that begins with earmark. Guarantees that every view keeps its
-- columns, in their order, and gets more at its end.

create table corpus_metadata (
  -- Text, as the key of the corpus that a track has: a corpus may have other ids than numbers.
  corpus_track_id text primary key,
  title text,
  artist text,
  album text,
  release_date text check (release_date ~ '^\d{4}(-\d\d){0,2}$'),
  license text,
  license_url text check (license_url is null or license is not null),
  page_url text
);

create table embedded_metadata (
  track_id bigint primary key references track on delete cascade,
  title text,
  artist text,
  album text,
  release_date text check (release_date ~ '^\d{4}(-\d\d){0,2}$'),
  license text,
  license_url text check (license_url is null or license is not null)
);

create view track_metadata as
select known.track_id, known.title, known.artist, known.album, known.release_date,
       left(known.release_date, 4)::smallint as release_year, known.license, known.license_url, known.page_url
from (
  select t.id as track_id, coalesce(c.title, e.title) as title, coalesce(c.artist, e.artist) as artist,
         coalesce(c.album, e.album) as album, coalesce(c.release_date, e.release_date) as release_date,
         coalesce(c.license, e.license) as license,
         -- That of the same licence.
         case when c.license is null then e.license_url else c.license_url end as license_url, c.page_url
  from track t
  left join corpus_metadata c on c.corpus_track_id = t.metadata ->> 'trackId'
  left join embedded_metadata e on e.track_id = t.id
) as known;

create or replace view track_info as
select t.id as track_id, c.source, coalesce(substring(c.file from '^(.*)/'), '') as folder, c.file, t.uri,
       t.metadata ->> 'trackId' as corpus_track_id, t.metadata ->> 'artistId' as artist_id, t.metadata ->> 'albumId' as album_id,
       case jsonb_typeof(t.metadata -> 'tags') when 'array' then array(select jsonb_array_elements_text(t.metadata -> 'tags')) end
         as corpus_tags,
       t.duration_seconds, t.size_bytes, t.loudness_dbfs, t.peak_dbfs, t.is_silent,
       encode(t.content_sha256, 'hex') as content_sha256, t.first_seen_at, t.metadata,
       m.title, m.artist, m.album, m.release_date, m.release_year, m.license, m.license_url, m.page_url
from current_track c
join track t on t.id = c.track_id
left join track_metadata m on m.track_id = t.id;

-- What they are.

comment on table corpus_metadata is
'One row per track of a corpus whose titles were read with
earmark ledger add-metadata, tagged or not. For the tracks that are there now
use the view track_info.';
comment on column corpus_metadata.corpus_track_id is
'Id of the track in the corpus. Join with track_info.corpus_track_id.';
comment on column corpus_metadata.title is
'Name of the track.';
comment on column corpus_metadata.artist is
'Name of the artist, or of all artists in one text.';
comment on column corpus_metadata.album is
'Name of the album.';
comment on column corpus_metadata.release_date is
'Date of release: 2004-12-29, 2004-12 or 2004.';
comment on column corpus_metadata.license is
'Licence, e.g. CC BY-NC-SA 3.0; one that is not of Creative Commons, as written.';
comment on column corpus_metadata.license_url is
'Address of the licence.';
comment on column corpus_metadata.page_url is
'Address of the page of the track on the web.';
comment on table embedded_metadata is
'One row per track whose file says something about itself, as a worker read it:
ID3, Vorbis comments, MP4 and others. Texts have at most 500 characters. For the
tracks that are there now use the view track_info.';
comment on column embedded_metadata.track_id is
'The track. Join with track.id.';
comment on column embedded_metadata.title is
'Title in the file. Null where it has none, as in the other columns.';
comment on column embedded_metadata.artist is
'Artist in the file; several artists in one text.';
comment on column embedded_metadata.album is
'Album in the file.';
comment on column embedded_metadata.release_date is
'Date in the file: 2004-12-29, 2004-12 or 2004. The first release, where the file
has that.';
comment on column embedded_metadata.license is
'Licence, e.g. CC BY-NC-SA 3.0; one that is not of Creative Commons, as written.
Where the file only has a notice of copyright: the licence of Creative Commons
whose address is in it.';
comment on column embedded_metadata.license_url is
'Address of the licence.';
comment on view track_metadata is
'One row per track, former versions of files included: title, artist, album, date
and licence. What a table of the corpus says comes first, column by column;
where it says nothing, what the file says about itself. For the tracks that are
there now use track_info, which has the same columns.';
comment on column track_metadata.track_id is
'The track. Join with track.id.';
comment on column track_metadata.title is
'Name of the track. Null where nothing says it, as in the other columns.';
comment on column track_metadata.artist is
'Name of the artist, or of all artists in one text.';
comment on column track_metadata.album is
'Name of the album.';
comment on column track_metadata.release_date is
'Date of release: 2004-12-29, 2004-12 or 2004.';
comment on column track_metadata.release_year is
'Year of release. Its decade: release_year / 10 * 10.';
comment on column track_metadata.license is
'Licence, e.g. CC BY-NC-SA 3.0; one that is not of Creative Commons, as written.';
comment on column track_metadata.license_url is
'Address of the licence.';
comment on column track_metadata.page_url is
'Address of the page of the track on the web.';
comment on view track_info is
'One row per file of the current collection: where it is, what the corpus and the
file say about it, its length and its loudness.';
comment on column track_info.title is
'Name of the track. Null where nothing says it, as in the columns that follow. From
a table of the corpus, else from the file: see track_metadata.';
comment on column track_info.artist is
'Name of the artist, or of all artists in one text.';
comment on column track_info.album is
'Name of the album.';
comment on column track_info.release_date is
'Date of release: 2004-12-29, 2004-12 or 2004.';
comment on column track_info.release_year is
'Year of release. Its decade: release_year / 10 * 10.';
comment on column track_info.license is
'Licence, e.g. CC BY-NC-SA 3.0; one that is not of Creative Commons, as written.';
comment on column track_info.license_url is
'Address of the licence.';
comment on column track_info.page_url is
'Address of the page of the track on the web.';

-- As in 0014 and 0016: the roles get their rights on what is new. Where an administrator has to make the roles, the
-- administrator gives them these rights too.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on corpus_metadata, embedded_metadata, track_metadata to earmark_reader;
  end if;
  if exists (select from pg_roles where rolname = 'earmark_writer') then
    grant select, insert, update, delete on corpus_metadata, embedded_metadata, track_metadata to earmark_writer;
  end if;
exception
  when insufficient_privilege then
    raise notice 'The roles of the ledger got no rights on what is new: this user may not grant them.';
end
$$;
