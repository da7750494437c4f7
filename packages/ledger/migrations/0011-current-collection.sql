-- What is there now, and what was there before: the current collection, the current weights of a name, and the
-- predictions that were replaced. Assumes 0001 to 0010 and a search path that begins with earmark. Guarantees that all
-- rows stay. What earlier versions did not record is filled in from the newest run of each source and of each name.

-- The current weights of each name.

alter table model add column is_current boolean not null default false;
update model set is_current = true
where id in (
  select distinct on (m.name) m.id
  from model m
  left join run_model rm on rm.model_id = m.id
  left join run r on r.id = rm.run_id
  order by m.name, r.state is not distinct from 'complete' desc, r.id desc nulls last, m.id desc
);
create unique index model_current on model (name) where is_current;
comment on index model_current is 'A name has one row that is current.';

-- The files that are there now.

alter table run add column uri_prefix text;

create table current_track (
  track_id bigint primary key references track,
  run_id integer not null references run on delete cascade,
  -- As in run and run_track: a view that joined them would leave the planner fewer tables to choose an order of.
  source text not null,
  file text collate "C" not null
);
insert into current_track (track_id, run_id, source, file)
select distinct on (t.uri) t.id, newest.run_id, newest.source, rt.file
from (
  select source, max(id) as run_id from run where planned_at is not null and options ->> 'limit' is null group by source
) as newest
join run_track rt using (run_id)
join track t on t.id = rt.track_id
order by t.uri, newest.run_id desc;

-- The scores before a prediction was computed again.

create table prediction_history (
  model_id smallint not null references model,
  track_id bigint not null references track,
  scores real[] not null,
  top_tags smallint[] not null,
  n_chunks smallint not null,
  software_id smallint not null references software,
  tagged_at timestamptz not null,
  replaced_at timestamptz not null,
  primary key (model_id, track_id, tagged_at)
);

create function keep_replaced_prediction() returns trigger
language plpgsql as $$
begin
  insert into earmark.prediction_history
    (model_id, track_id, scores, top_tags, n_chunks, software_id, tagged_at, replaced_at)
  values (old.model_id, old.track_id, old.scores, old.top_tags, old.n_chunks, old.software_id, old.tagged_at, now())
  on conflict do nothing;
  return null;
end
$$;
create trigger keep_replaced_prediction after update on prediction
  for each row when (old.tagged_at <> new.tagged_at) execute function keep_replaced_prediction();

-- What a corpus says about its tracks is found by each of its keys, and a track by its address. A hash index has no
-- limit on the length of an address.

create index track_uri on track using hash (uri);
create index track_album on track ((metadata ->> 'albumId'));
create index track_corpus_id on track ((metadata ->> 'trackId'));
create index track_tags on track using gin ((metadata -> 'tags'));
comment on index track_uri is 'Finds the versions of a file: where uri = ....';
comment on index track_album is 'Finds the tracks of an album. Not partial: the planner would guess their number.';
comment on index track_corpus_id is 'Finds the track with an id of the corpus.';
comment on index track_tags is 'Finds the tracks with a tag of the corpus: where metadata -> ''tags'' ? ''genre---rock''.';

-- Partitions are in a schema of their own, out of the way of those who look for tables. A user who may not create the
-- schema has them beside the other tables.
do $$
declare
  name text;
begin
  if to_regnamespace('earmark_partitions') is null then
    create schema earmark_partitions;
  end if;
  comment on schema earmark_partitions is
    'The partitions of earmark.prediction, one per model. Query earmark.prediction instead, or the views in earmark.';
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'prediction'::regclass
  loop
    execute format('alter table earmark.%I set schema earmark_partitions', name);
    -- Whoever may read the table may read its partitions through it.
    if exists (select from pg_roles where rolname = 'earmark_reader') then
      execute format('revoke all on earmark_partitions.%I from earmark_reader', name);
    end if;
  end loop;
exception
  when insufficient_privilege then
    raise notice 'The partitions of prediction stay in the schema earmark: this user may not create another schema.';
end
$$;
