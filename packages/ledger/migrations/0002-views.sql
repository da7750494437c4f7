-- What analysts read. Assumes 0001; a view holds no data, so each can be changed by a later migration.

create view probability as
select p.track_id, t.uri, m.name as model, p.model_id, g.tag, g.category, g.name_en, g.name_zh,
       p.probabilities[g.position] as probability
from prediction p
join model m on m.id = p.model_id
join track t on t.id = p.track_id
join tag g on g.vocabulary_id = m.vocabulary_id;
comment on view probability is 'One row per track, model and tag: the probability that the tag applies.';
comment on column probability.track_id is 'The track.';
comment on column probability.uri is 'Where the track lies.';
comment on column probability.model is 'Name of the model, e.g. jamendo/crnn.';
comment on column probability.model_id is 'Number of the model (its weights and conversion).';
comment on column probability.tag is 'The tag as published.';
comment on column probability.category is 'Category of the tag.';
comment on column probability.name_en is 'English name of the tag.';
comment on column probability.name_zh is 'Chinese name of the tag.';
comment on column probability.probability is 'Probability in [0, 1], the mean over the chunks of the track.';

create view top_tag as
select p.track_id, t.uri, m.name as model, p.model_id, best.rank::smallint as rank, g.tag, g.category,
       g.name_en, g.name_zh, p.probabilities[g.position] as probability
from prediction p
join model m on m.id = p.model_id
join track t on t.id = p.track_id
cross join lateral unnest(p.top_tags) with ordinality as best (position, rank)
join tag g on g.vocabulary_id = m.vocabulary_id and g.position = best.position;
comment on view top_tag is 'One row per track, model and rank 1 to 10: the most probable tags.';
comment on column top_tag.track_id is 'The track.';
comment on column top_tag.uri is 'Where the track lies.';
comment on column top_tag.model is 'Name of the model.';
comment on column top_tag.model_id is 'Number of the model (its weights and conversion).';
comment on column top_tag.rank is '1 is the most probable tag.';
comment on column top_tag.tag is 'The tag as published.';
comment on column top_tag.category is 'Category of the tag.';
comment on column top_tag.name_en is 'English name of the tag.';
comment on column top_tag.name_zh is 'Chinese name of the tag.';
comment on column top_tag.probability is 'Probability in [0, 1].';

create view run_progress as
select id as run_id, source, state, n_tracks, n_tasks, n_settled, n_failed,
       n_tasks - n_settled as n_owed,
       round(100.0 * n_settled / nullif(n_tasks, 0), 1) as percent,
       created_at, planned_at, completed_at,
       coalesce(completed_at, now()) - created_at as elapsed
from run;
comment on view run_progress is 'How far each run is.';
comment on column run_progress.run_id is 'The run.';
comment on column run_progress.source is 'What it tags.';
comment on column run_progress.state is 'planning, running, complete or cancelled.';
comment on column run_progress.n_tracks is 'Tracks planned.';
comment on column run_progress.n_tasks is 'Tasks planned: tracks times models.';
comment on column run_progress.n_settled is 'Tasks that ended.';
comment on column run_progress.n_failed is 'Tasks that ended as failed.';
comment on column run_progress.n_owed is 'Tasks still to be done.';
comment on column run_progress.percent is 'Share of tasks that ended, in percent; null when none is planned.';
comment on column run_progress.created_at is 'When the command was first given.';
comment on column run_progress.planned_at is 'When planning ended.';
comment on column run_progress.completed_at is 'When the last task was settled; null until then.';
comment on column run_progress.elapsed is 'Time from the command to the end, or to now.';

create view failure as
select o.run_id, rt.file, m.name as model, o.code, o.message, o.attempts, o.worker, o.settled_at, o.track_id
from task_outcome o
join run_track rt on rt.run_id = o.run_id and rt.track_id = o.track_id
join model m on m.id = o.model_id
where o.status = 'failed';
comment on view failure is 'The tasks that failed, and why.';
comment on column failure.run_id is 'The run.';
comment on column failure.file is 'The file, relative to the source of the run.';
comment on column failure.model is 'The model of the task.';
comment on column failure.code is 'Failure code; docs/operations.md says what to do about each.';
comment on column failure.message is 'What went wrong, in a sentence.';
comment on column failure.attempts is 'Times it was tried.';
comment on column failure.worker is 'Who gave up on it.';
comment on column failure.settled_at is 'When.';
comment on column failure.track_id is 'The track.';

-- A role that can read all and write nothing. Roles belong to the whole server, and a hosted one may
-- not let us make them: then its administrator does, with these grants.
do $$
begin
  if not exists (select from pg_roles where rolname = 'earmark_reader') then
    begin
      create role earmark_reader nologin;
    exception
      when duplicate_object or unique_violation then
        null; -- another database of this server made it at this moment
    end;
  end if;
  grant usage on schema earmark to earmark_reader;
  grant select on all tables in schema earmark to earmark_reader;
  alter default privileges in schema earmark grant select on tables to earmark_reader;
exception
  when insufficient_privilege then
    raise notice 'role earmark_reader was not made: this user may not create roles';
end
$$;
