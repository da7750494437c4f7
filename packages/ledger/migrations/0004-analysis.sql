-- What analysts ask for most, ready and fast. Assumes 0001 to 0003 and a search path that begins with earmark.
-- A function with a SQL body is part of the query that calls it: what the caller filters by reaches the tables.

create index track_artist on track ((metadata ->> 'artistId'));
comment on index track_artist is 'The tracks of an artist. Not partial: the planner would guess their number.';

create function model_id(model text) returns smallint
language sql stable parallel safe
begin atomic
  select m.id
  from earmark.model m
  left join earmark.run_model rm on rm.model_id = m.id
  where m.name = model_id.model
  order by rm.run_id desc nulls last, m.id desc
  limit 1;
end;
comment on function model_id is
  'Number of the model of this name that the newest run used: a name has several where its weights changed. Null when there is none. '
  'Write model_id = (select model_id(''jamendo/crnn'')), in brackets: then only the predictions of that model are read.';

create function scores(model text, tag text) returns table (track_id bigint, probability real)
language sql stable parallel safe
begin atomic
  select p.track_id, p.probabilities[(
    select g.position
    from earmark.model m
    join earmark.tag g using (vocabulary_id)
    where m.id = earmark.model_id(scores.model) and g.tag = scores.tag
  )]
  from earmark.prediction p
  where p.model_id = (
    select m.id
    from earmark.model m
    join earmark.tag g using (vocabulary_id)
    where m.id = earmark.model_id(scores.model) and g.tag = scores.tag
  );
end;
comment on function scores is
  'What a model says of one tag: a row per track. Of the models of this name, the one that the newest run used. '
  'As the view probability, filtered by model and tag, and faster: scores(''jamendo/crnn'', ''genre---rock'').';

create function top_tracks(model text, tag text, n_tracks bigint default 100)
returns table (track_id bigint, uri text, probability real)
language sql stable parallel safe
begin atomic
  select best.track_id, t.uri, best.probability
  from (
    select s.track_id, s.probability
    from earmark.scores(top_tracks.model, top_tracks.tag) as s
    order by s.probability desc, s.track_id
    limit top_tracks.n_tracks
  ) as best
  join earmark.track t on t.id = best.track_id
  order by best.probability desc, best.track_id;
end;
comment on function top_tracks is
  'The tracks to which a model gives a tag with the highest probability, best first: top_tracks(''jamendo/crnn'', ''genre---rock'', 100).';

create function nearest_tracks(model text, track_id bigint, n_tracks bigint default 10)
returns table (track_id bigint, uri text, distance double precision)
language sql stable parallel safe
begin atomic
  select near.track_id, t.uri, near.distance
  from (
    select p.track_id, gap.distance
    from earmark.prediction p
    cross join lateral (
      select sqrt(sum((here - there)::double precision * (here - there))) as distance
      from unnest(p.probabilities, (
        select q.probabilities
        from earmark.prediction q
        where q.model_id = (select earmark.model_id(nearest_tracks.model))
          and q.track_id = nearest_tracks.track_id
      )) as both_of (here, there)
    ) as gap
    where p.model_id = (select earmark.model_id(nearest_tracks.model))
      and p.track_id <> nearest_tracks.track_id
      and gap.distance is not null
    order by gap.distance, p.track_id
    limit nearest_tracks.n_tracks
  ) as near
  join earmark.track t on t.id = near.track_id
  order by near.distance, near.track_id;
end;
comment on function nearest_tracks is
  'The tracks that sound most alike to a model, nearest first: by the Euclidean distance of the probabilities of all tags.';

create view tag_frequency as
select m.name as model, m.id as model_id, g.tag, g.category, g.name_en, g.name_zh, often.n_tracks,
       often.n_tracks::double precision / often.n_all as share
from model m
-- A subquery that names m.id reads the predictions of that model only; a join would read all and then choose.
cross join lateral (
  select best.position, count(*) as n_tracks, (select count(*) from prediction where model_id = m.id) as n_all
  -- unnest in the list of columns takes half the time of a lateral one.
  from (select unnest(p.top_tags[1:5]) as position from prediction p where p.model_id = m.id) as best
  group by best.position
) as often
join tag g on g.vocabulary_id = m.vocabulary_id and g.position = often.position;
comment on view tag_frequency is 'How often each model has each tag among its five most probable ones, over all tracks.';
comment on column tag_frequency.model is 'Name of the model.';
comment on column tag_frequency.model_id is 'Number of the model (its weights and conversion).';
comment on column tag_frequency.tag is 'The tag as published; one that is never among the five has no row.';
comment on column tag_frequency.category is 'Category of the tag.';
comment on column tag_frequency.name_en is 'English name of the tag.';
comment on column tag_frequency.name_zh is 'Chinese name of the tag.';
comment on column tag_frequency.n_tracks is 'Tracks that have it among their five.';
comment on column tag_frequency.share is 'The same as a share of the tracks that the model has scored, in [0, 1].';

alter table vocabulary
  add column no_tags bit varying not null generated always as (repeat('0', n_tags)::bit varying) stored;
comment on column vocabulary.no_tags is 'As many bits as it has tags, all 0: what top_five sets bits of.';

create function top_five(top_tags smallint[], no_tags bit varying) returns bit varying
language sql immutable parallel safe
-- A vocabulary of fewer than five tags has shorter lists: the first tag is set again.
return set_bit(set_bit(set_bit(set_bit(set_bit(no_tags,
  top_tags[1] - 1, 1),
  coalesce(top_tags[2], top_tags[1]) - 1, 1),
  coalesce(top_tags[3], top_tags[1]) - 1, 1),
  coalesce(top_tags[4], top_tags[1]) - 1, 1),
  coalesce(top_tags[5], top_tags[1]) - 1, 1);
comment on function top_five is
  'The five most probable tags as a set, a bit per tag of the vocabulary: top_five(prediction.top_tags, vocabulary.no_tags). '
  'bit_count(a & b) is how many tags two sets share, bit_or(set) which tags any of several has.';

create view agreement as
select voc.run_id, a.name as model_a, b.name as model_b, pair.n_tracks, pair.jaccard
from (
  select distinct rm.run_id, v.id, v.n_tags, v.no_tags
  from run_model rm
  join model m on m.id = rm.model_id
  join vocabulary v on v.id = m.vocabulary_id
) as voc
cross join lateral (
  select counted.model_a, counted.model_b, sum(counted.n)::bigint as n_tracks,
         -- Both sets have the same size k: with s tags shared, the other 2k - 2s are in one of them.
         sum(counted.n * counted.n_shared::double precision / (2 * least(5, voc.n_tags) - counted.n_shared))
           / sum(counted.n)::double precision as jaccard
  from (
    -- All sets of a track in one row, then every two of them: a join of predictions with themselves takes twice as long.
    select least(heard.models[slot.i], heard.models[slot.j]) as model_a,
           greatest(heard.models[slot.i], heard.models[slot.j]) as model_b,
           bit_count(heard.sets[slot.i] & heard.sets[slot.j]) as n_shared, count(*) as n
    from (
      select array_agg(p.model_id) as models, array_agg(top_five(p.top_tags, voc.no_tags)) as sets
      from run_model rm
      join model m on m.id = rm.model_id and m.vocabulary_id = voc.id
      join prediction p on p.model_id = rm.model_id
      join run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
      where rm.run_id = voc.run_id
      group by p.track_id
    ) as heard
    join (
      select x.position as i, y.position as j
      from run_model x
      join run_model y on y.run_id = x.run_id and y.position > x.position
      where x.run_id = voc.run_id
    ) as slot on heard.models[slot.j] is not null
    group by 1, 2, 3
  ) as counted
  group by counted.model_a, counted.model_b
) as pair
join model a on a.id = pair.model_a
join model b on b.id = pair.model_b;
comment on view agreement is
  'How alike two models of a run are: a row per run and pair of models of one vocabulary. Ask for one run: where run_id = ...';
comment on column agreement.run_id is 'The run.';
comment on column agreement.model_a is 'One model; a pair is listed once.';
comment on column agreement.model_b is 'The other model.';
comment on column agreement.n_tracks is 'Tracks of the run that both have scored.';
comment on column agreement.jaccard is
  'Mean over these tracks of the Jaccard index of their five most probable tags: shared / in either, in [0, 1].';

create view tag_agreement as
select voc.run_id, g.tag, g.category, g.name_en, g.name_zh, voc.n_models, given.n_any, given.n_all, given.mean_models
from (
  select rm.run_id, m.vocabulary_id as id, count(*) as n_models
  from run_model rm
  join model m on m.id = rm.model_id
  group by rm.run_id, m.vocabulary_id
) as voc
cross join lateral (
  select heard.position, count(*) as n_any, count(*) filter (where heard.n_models = voc.n_models) as n_all,
         avg(heard.n_models)::double precision as mean_models
  from (
    select best.position, count(*) as n_models
    from run_model rm
    join model m on m.id = rm.model_id and m.vocabulary_id = voc.id
    join prediction p on p.model_id = rm.model_id
    join run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
    cross join lateral unnest(p.top_tags[1:5]) as best (position)
    where rm.run_id = voc.run_id
    group by p.track_id, best.position
  ) as heard
  group by heard.position
) as given
join tag g on g.vocabulary_id = voc.id and g.position = given.position;
comment on view tag_agreement is
  'How far the models of a run agree on each tag, by their five most probable ones. Ask for one run: where run_id = ...';
comment on column tag_agreement.run_id is 'The run.';
comment on column tag_agreement.tag is 'The tag as published; one that no model ever gives has no row.';
comment on column tag_agreement.category is 'Category of the tag.';
comment on column tag_agreement.name_en is 'English name of the tag.';
comment on column tag_agreement.name_zh is 'Chinese name of the tag.';
comment on column tag_agreement.n_models is 'Models of the run that know the tag.';
comment on column tag_agreement.n_any is 'Tracks to which any of them gives it.';
comment on column tag_agreement.n_all is 'Tracks to which all of them give it.';
comment on column tag_agreement.mean_models is 'How many models give it, in the mean over the tracks to which any does.';

create view coverage as
select r.id as run_id, m.name as model, m.id as model_id, r.n_tracks,
       ended.n_tagged, ended.n_reused, ended.n_failed, r.n_tracks - ended.n_all as n_owed
from run r
cross join lateral (
  select rm.model_id, count(o.status) as n_all, count(*) filter (where o.status = 'tagged') as n_tagged,
         count(*) filter (where o.status = 'reused') as n_reused,
         count(*) filter (where o.status = 'failed') as n_failed
  from run_model rm
  left join task_outcome o on o.run_id = rm.run_id and o.model_id = rm.model_id
  where rm.run_id = r.id
  group by rm.model_id
) as ended
join model m on m.id = ended.model_id;
comment on view coverage is 'How the tasks of each run ended, by model.';
comment on column coverage.run_id is 'The run.';
comment on column coverage.model is 'Name of the model.';
comment on column coverage.model_id is 'Number of the model (its weights and conversion).';
comment on column coverage.n_tracks is 'Tracks planned; 0 until the run is planned.';
comment on column coverage.n_tagged is 'Tracks that were computed in this run.';
comment on column coverage.n_reused is 'Tracks whose result was there already, for this content and these weights.';
comment on column coverage.n_failed is 'Tracks that failed.';
comment on column coverage.n_owed is 'Tracks still to be done.';

create view throughput as
select o.run_id, date_trunc('minute', o.settled_at) as minute, o.worker, count(*) as n_tasks,
       count(distinct o.track_id) as n_tracks
from task_outcome o
where o.attempts > 0
group by 1, 2, 3;
comment on view throughput is 'What each worker settled in each minute of a run. What was there already when the run was planned is left out.';
comment on column throughput.run_id is 'The run.';
comment on column throughput.minute is 'Beginning of the minute.';
comment on column throughput.worker is 'Who settled it: host and process id.';
comment on column throughput.n_tasks is 'Tasks settled in it: tagged, reused and failed.';
comment on column throughput.n_tracks is 'Tracks of these tasks.';

-- As 0002 does: what is new here, too. A role that an administrator has to make gets it from him.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on all tables in schema earmark to earmark_reader;
    grant execute on all functions in schema earmark to earmark_reader;
    alter default privileges in schema earmark grant execute on functions to earmark_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'role earmark_reader got no rights on what is new: this user may not grant them';
end
$$;
