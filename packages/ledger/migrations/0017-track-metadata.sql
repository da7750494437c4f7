-- Titles, artists, albums, dates and licences of tracks: what a table of the corpus says, else what the file says about
-- itself. Assumes 0001 to 0016 and a search path that begins with earmark. Guarantees that every view keeps its columns, in
-- their order, and gets more at its end; the new columns of tracks that were decoded before are null.

create table corpus_metadata (
  -- Text, as the id that a track has: another corpus may have other ids than numbers.
  corpus_track_id text primary key,
  title text,
  artist text,
  album text,
  release_date text check (release_date ~ '^\d{4}(-\d\d){0,2}$'),
  license text,
  license_url text check (license_url is null or license is not null),
  page_url text
);

-- Columns of track, because a join in track_info would leave the planner too few tables to choose an order of.
alter table track
  add column title text,
  add column artist text,
  add column album text,
  add column release_date text check (release_date ~ '^\d{4}(-\d\d){0,2}$'),
  add column release_year smallint generated always as (left(release_date, 4)::smallint) stored,
  add column license text,
  add column license_url text check (license_url is null or license is not null),
  add column page_url text;

create index track_artist_name on track (artist);

create function prefer_corpus_metadata() returns trigger
language plpgsql as $$
declare
  known earmark.corpus_metadata;
begin
  select m.* into known from earmark.corpus_metadata m where m.corpus_track_id = new.metadata ->> 'trackId';
  if found then
    new.title := coalesce(known.title, new.title);
    new.artist := coalesce(known.artist, new.artist);
    new.album := coalesce(known.album, new.album);
    new.release_date := coalesce(known.release_date, new.release_date);
    new.page_url := known.page_url;
    if known.license is not null then
      new.license := known.license;
      new.license_url := known.license_url;
    end if;
  end if;
  return new;
end
$$;
create trigger prefer_corpus_metadata before insert or update on track
  for each row when (new.metadata ? 'trackId') execute function prefer_corpus_metadata();

create or replace view track_info as
select t.id as track_id, c.source, coalesce(substring(c.file from '^(.*)/'), '') as folder, c.file, t.uri,
       t.metadata ->> 'trackId' as corpus_track_id, t.metadata ->> 'artistId' as artist_id, t.metadata ->> 'albumId' as album_id,
       case jsonb_typeof(t.metadata -> 'tags') when 'array' then array(select jsonb_array_elements_text(t.metadata -> 'tags')) end
         as corpus_tags,
       t.duration_seconds, t.size_bytes, t.loudness_dbfs, t.peak_dbfs, t.is_silent,
       encode(t.content_sha256, 'hex') as content_sha256, t.first_seen_at, t.metadata,
       t.title, t.artist, t.album, t.release_date, t.release_year, t.license, t.license_url, t.page_url
from current_track c
join track t on t.id = c.track_id;

-- What they are.

comment on table corpus_metadata is
'One row per track of a corpus whose titles were read with
earmark ledger add-metadata, tagged or not. Tracks have it in their own columns:
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
comment on function prefer_corpus_metadata is
'Trigger of track: what corpus_metadata says about the track replaces what its
file says, column by column.';
comment on index track_artist_name is
'Finds the tracks of an artist by name: where artist = ....';
comment on column track.title is
'Name of the track, from corpus_metadata, else from the file as a worker read it
(ID3, Vorbis comments, MP4 and others; at most 500 characters). Null where nothing
says it, as in the columns that follow.';
comment on column track.artist is
'Name of the artist, or of all artists in one text.';
comment on column track.album is
'Name of the album.';
comment on column track.release_date is
'Date of release: 2004-12-29, 2004-12 or 2004. From a file: of the first release,
where the file has that.';
comment on column track.release_year is
'Year of release. Its decade: release_year / 10 * 10.';
comment on column track.license is
'Licence, e.g. CC BY-NC-SA 3.0; one that is not of Creative Commons, as written.
Where a file only has a notice of copyright: the licence of Creative Commons whose
address is in it.';
comment on column track.license_url is
'Address of the licence.';
comment on column track.page_url is
'Address of the page of the track on the web. Only a corpus has it.';
comment on view track_info is
'One row per file of the current collection: where it is, what the corpus and the
file say about it, its length and its loudness.';
comment on column track_info.title is
'Name of the track, from a table of the corpus, else from the file. Null where
nothing says it, as in the columns that follow.';
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
    grant select on corpus_metadata to earmark_reader;
  end if;
  if exists (select from pg_roles where rolname = 'earmark_writer') then
    grant select, insert, update, delete on corpus_metadata to earmark_writer;
  end if;
exception
  when insufficient_privilege then
    raise notice 'The roles of the ledger got no rights on what is new: this user may not grant them.';
end
$$;
