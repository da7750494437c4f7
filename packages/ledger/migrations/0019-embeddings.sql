-- Embeddings: what a network computes of a track before its scores, as a vector. Assumes 0001 to 0018 and a search path
-- that begins with earmark. Guarantees that all rows stay, without an embedding, and that a ledger holds and answers the
-- same with the extension pgvector and without it: that only makes the search for similar embeddings fast.

alter table prediction add column embedding real[];

-- ANALYZE would count how often each number occurs: 7 s of CPU time for embeddings of 1,280 dimensions.
alter table prediction alter column embedding set statistics 0;

-- As in 0016, and without these statistics in a new partition, which does not take them from prediction.
create or replace function add_partition(of_model smallint) returns void
language plpgsql security definer set search_path = earmark, pg_temp as $$
declare
  name text;
  -- A user who may not create a schema has no other for the partitions.
  in_schema text := case when has_schema_privilege(to_regnamespace('earmark_partitions'), 'create')
                         then 'earmark_partitions' else 'earmark' end;
  partition text := 'prediction_' || of_model;
begin
  select m.name into strict name from model m where m.id = of_model;
  execute format('create table %I.%I partition of prediction for values in (%s)', in_schema, partition, of_model);
  execute format('alter table %I.%I alter column embedding set statistics 0', in_schema, partition);
  execute format('comment on table %I.%I is %L', in_schema, partition,
                 format('Predictions of model %s, %s.', of_model, name));
end
$$;

create view embedding as
select p.track_id, t.uri, m.name as model, p.model_id, p.embedding
from prediction p
join model m on m.id = p.model_id and m.is_current
join current_track c on c.track_id = p.track_id
left join track t on t.id = p.track_id -- Left out of the plan when nothing of it is selected.
where p.embedding is not null;

-- pgvector. Its names are qualified everywhere: it may be in any schema, and callers have search paths of their own.

do $$
begin
  if exists (select from pg_available_extensions where name = 'vector') then
    create extension if not exists vector schema public;
  end if;
exception
  when others then
    raise notice 'The extension vector (pgvector) was not created (%). Similar embeddings are found without it, and slower.', sqlerrm;
end
$$;

create function pgvector_schema() returns name
language sql stable parallel safe
begin atomic
  select n.nspname
  from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'vector';
end;

create function has_embedding_index(partition regclass) returns boolean
language sql stable parallel safe
begin atomic
  select exists (
    select
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am a on a.oid = c.relam
    where i.indrelid = has_embedding_index.partition and a.amname = 'hnsw' and i.indisvalid
  );
end;

create function index_embeddings() returns setof text
language plpgsql security definer set search_path = earmark, pg_temp
-- An index that does not fit is made many times slower. One process, for several share memory, of which containers have
-- little.
set maintenance_work_mem = '1GB' set max_parallel_maintenance_workers = 0 as $$
declare
  vector_schema name := pgvector_schema();
  of_model record;
  n_dimensions integer;
begin
  if not has_table_privilege(session_user, 'prediction', 'insert') then
    raise exception 'permission denied: an index is made by those who may write predictions'
      using errcode = 'insufficient_privilege';
  end if;
  if vector_schema is null then
    return;
  end if;
  for of_model in
    select i.inhrelid::regclass as partition, c.relname as partition_name, m.name
    from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    join model m on c.relname = 'prediction_' || m.id
    where i.inhparent = 'prediction'::regclass and not has_embedding_index(i.inhrelid)
    order by m.id
  loop
    execute format('select cardinality(p.embedding) from %s p where p.embedding is not null limit 1', of_model.partition)
      into n_dimensions;
    -- An index of pgvector takes no more dimensions.
    continue when n_dimensions is null or n_dimensions > 2000;
    begin
      execute format('create index %I on %s using hnsw ((embedding::%I.vector(%s)) %3$I.vector_cosine_ops)',
                     of_model.partition_name || '_embedding', of_model.partition, vector_schema, n_dimensions);
      return next of_model.name;
    exception
      when others then
        raise warning 'The embeddings of % have no index: %', of_model.name, sqlerrm;
    end;
  end loop;
end
$$;

create function nearest_by_embedding(model text, of_track bigint, n_tracks bigint default 10, run integer default null)
returns table (track_id bigint, uri text, distance double precision, is_copy boolean)
language plpgsql stable rows 10 as $$
#variable_conflict use_column
declare
  -- Tracks that the index is asked for: the most distant of them are rarely all that it finds.
  n_candidates constant integer := 400;
  of_model smallint := earmark.model_id($1, $4);
  tracks text := earmark.tracks_of($4);
  own real[];
  own_squares double precision;
  partition regclass;
  ef_search text;
  candidates bigint[];
begin
  select p.embedding, p.tableoid into own, partition
  from earmark.prediction p
  where p.model_id = of_model and p.track_id = $2 and p.embedding is not null;
  if own is null then
    raise exception 'There is no embedding of % for track %.', $1, $2
      using errcode = 'invalid_parameter_value';
  end if;
  select sum(value::double precision * value) into own_squares from unnest(own) as value;
  if own_squares = 0 then
    raise exception 'The embedding of % for track % is zero, and has no direction to compare.', $1, $2
      using errcode = 'invalid_parameter_value';
  end if;
  if earmark.has_embedding_index(partition) then
    -- Set for this query alone, and not by SET in the head: only a superuser may name a setting that is not loaded yet.
    ef_search := coalesce(current_setting('hnsw.ef_search', true), '40');
    perform set_config('hnsw.ef_search', n_candidates::text, true);
    execute format(
      'select array_agg(near.track_id)
       from (
         select p.track_id
         from earmark.prediction p
         where p.model_id = %s
         order by (p.embedding::%I.vector(%s)) operator(%2$I.<=>) $1::%2$I.vector(%3$s)
         limit %s
       ) as near
       join %s as c on c.track_id = near.track_id
       where near.track_id <> $2',
      of_model, earmark.pgvector_schema(), cardinality(own), n_candidates, tracks) using own, $2 into candidates;
    perform set_config('hnsw.ef_search', ef_search, true);
  end if;
  -- Too few are left when most tracks are of other runs: then all are compared, as without an index.
  if cardinality(candidates) < $3 then
    candidates := null;
  end if;
  return query execute format(
    'select nearest.track_id, t.uri, nearest.distance, coalesce(t.content_sha256 = here.content_sha256, false)
     from (
       select p.track_id, 1 - products.both / sqrt(products.squares * $1) as distance
       from earmark.prediction p
       join %s as c on c.track_id = p.track_id
       cross join lateral (
         select sum(there::double precision * here) as both, sum(there::double precision * there) as squares
         from unnest(p.embedding, $2) as vectors (there, here)
       ) as products
       where p.model_id = %s and p.track_id <> $3 and p.embedding is not null and products.squares > 0 %s
       order by distance, p.track_id
       limit $4
     ) as nearest
     join earmark.track t on t.id = nearest.track_id
     join earmark.track here on here.id = $3
     order by nearest.distance, nearest.track_id',
    tracks, of_model, case when candidates is not null then 'and p.track_id = any ($5)' else '' end)
    using own_squares, own, $2, $3, candidates;
end
$$;

create function nearest_by_embedding(model text, of_uri text, n_tracks bigint default 10, run integer default null)
returns table (track_id bigint, uri text, distance double precision, is_copy boolean)
language plpgsql stable rows 10 as $$
begin
  return query select * from earmark.nearest_by_embedding($1, earmark.track_at($2, $4), $3, $4);
end
$$;

-- What nearest_tracks does with an address, for both.

create function track_at(of_uri text, run integer default null) returns bigint
language plpgsql stable parallel safe as $$
declare
  id bigint;
begin
  select t.id into id
  from earmark.track t
  join earmark.collection(track_at.run) as c on c.track_id = t.id
  where t.uri = of_uri;
  if id is null then
    raise exception 'There is no track with the address "%" in the %.', of_uri,
        case when run is null then 'current collection' else 'run' end
      using errcode = 'invalid_parameter_value', hint = 'See: select uri from earmark.track_info';
  end if;
  return id;
end
$$;

create or replace function nearest_tracks(model text, of_uri text, n_tracks bigint default 10, run integer default null)
returns table (track_id bigint, uri text, distance double precision, is_copy boolean)
language plpgsql stable parallel safe rows 10 as $$
begin
  return query select * from earmark.nearest_tracks($1, earmark.track_at($2, $4), $3, $4);
end
$$;

-- What they are; and what is true of models that were added by a manifest, too.

comment on column model.name is
'Data set and name, e.g. jamendo/crnn. Not unique: see the comment on the table.';
comment on column model.weights_sha256 is
'SHA-256 of the checkpoint file that the model was converted from, as hexadecimal
text; of a model that was added, of its network.';
comment on column model.conversion_version is
'Version of the conversion from the checkpoint to ONNX, e.g. fp32-1. Another
version can change the last digits of scores. Of a model that was added, a hash of
what its manifest says of front end, output and tags.';
comment on column model.scoring is
'The rule that computes the score of a track from its chunks: mean-of-16-1 is the
mean over 16 chunks, centre-1 the score of the chunk in the middle of the track,
mean-of-chunks-1 the mean over chunks at equal distances.';
comment on column prediction.n_chunks is
'Number of chunks that the scores are computed from: 16 for most models, 1 for a
track that is shorter than a chunk. Parts of chunks where the network cuts them
itself. 32767 also where there were more.';
comment on column prediction.embedding is
'What the network computes before its scores, as the mean over the chunks of the
track: a vector that is similar for tracks that sound similar to the model. All
of a model have the same length. Null for a model that yields none, and for what
was tagged before it did. What --force replaced is not kept.';
comment on table prediction_history is
'One row per prediction that was replaced, because a run with --force computed
it again: its scores, and not its embedding. The prediction that is valid now is
in prediction.';
comment on view embedding is
'One row per track and model: the embedding. Only the current collection, the
current weights of each model, and models that yield one. Filter by track_id or
uri, or by model_id = (select model_id(''discogs/effnet'')), in brackets. For
similar tracks use nearest_by_embedding.';
comment on column embedding.track_id is
'The track. Join with track_info.track_id.';
comment on column embedding.uri is
'Address of the file.';
comment on column embedding.model is
'Name of the model.';
comment on column embedding.model_id is
'Number of the model. Join with model.id.';
comment on column embedding.embedding is
'The vector, as prediction.embedding: a number for each dimension. With pgvector
embedding::vector gives it the operators of that extension.';
comment on function pgvector_schema is
'The schema of the extension vector (pgvector). Null where it is not installed.';
comment on function has_embedding_index is
'Whether a partition of prediction has an index by which similar embeddings are
found.';
comment on function index_embeddings is
'Makes the indexes by which nearest_by_embedding is fast, for each model that has
embeddings and no index yet, and returns the names of the models. It is called at
the end of each run. Call it after create extension vector. Does nothing where
pgvector is not installed. No prediction of a model is written while its index is
made.';
comment on function nearest_by_embedding(text, bigint, bigint, integer) is
'The n_tracks tracks that sound most similar to a track, as a model hears them: by
the cosine distance of their embeddings, from 0, the same direction, to 2. As
nearest_tracks, which compares scores. With pgvector those that its index finds,
which are nearly always the nearest ones; the distances are exact.';
comment on function nearest_by_embedding(text, text, bigint, integer) is
'As the other nearest_by_embedding, for the track with an address.';
comment on function track_at is
'Number of the track with an address, in the current collection or in a run. An
unknown address is an error.';

-- As in 0017: the roles get their rights on what is new. Where an administrator has to make the roles, the administrator
-- gives them these rights too.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on embedding to earmark_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'The roles of the ledger got no rights on what is new: this user may not grant them.';
end
$$;
