-- Gives tables, columns, views and functions the words of docs/terms.md, and describes every object again.
-- Assumes 0001 to 0005 and a search path that begins with earmark. Guarantees that all rows stay, and that a ledger
-- which was made before this file has the same schema afterwards as a new one. Whatever allows it is renamed in place,
-- so that rights on it, and views that analysts made of it, stay too. Only the functions scores and top_tracks have to
-- be dropped: the columns that a function returns cannot be renamed.

-- Tables and their columns. The partitions of prediction follow.

alter table tagger rename to software;
alter sequence tagger_id_seq rename to software_id_seq;
alter table prediction rename column tagger_id to software_id;
alter table prediction rename column probabilities to scores;
alter table model rename column profile to conversion_version;
alter table task_outcome rename column worker to settled_by;

-- Postgres named the constraints after the columns. Those of the partitions that exist already are renamed one by
-- one; a check or not-null constraint that a partition inherits is renamed with that of its parent. Not-null
-- constraints have names since Postgres 18. Where a dump was restored, those of a partition have other names than
-- those of their parent; they cannot be renamed then, and nothing needs their names.
do $$
declare
  renaming record;
begin
  for renaming in
    select c.conrelid::regclass as relation, c.conname as name, replace(c.conname, word.old, word.new) as new_name
    from (values
      ('software', 'tagger', 'software'),
      ('prediction', 'tagger', 'software'),
      ('prediction', 'probabilities', 'scores'),
      ('model', 'profile', 'conversion_version'),
      ('task_outcome', 'worker', 'settled_by')
    ) as word (relation, old, new)
    join pg_constraint c on c.conname like '%' || word.old || '%'
      and (c.conrelid = word.relation::regclass
           or c.conrelid in (select inhrelid from pg_inherits where inhparent = word.relation::regclass))
    where not (c.contype in ('c', 'n') and c.coninhcount > 0)
      and not (c.contype = 'n' and exists (
        select 1 from pg_inherits i where i.inhparent = c.conrelid and not exists (
          select 1 from pg_constraint p where p.conrelid = i.inhrelid and p.conname = c.conname)))
  loop
    execute format('alter table %s rename constraint %I to %I', renaming.relation, renaming.name, renaming.new_name);
  end loop;
end
$$;

-- Views.

alter view probability rename to score;
alter view score rename column probability to score;
alter view top_tag rename column probability to score;
alter view failure rename column worker to settled_by;
alter view throughput rename column worker to settled_by;

create or replace view tag_frequency as
select m.name as model, m.id as model_id, g.tag, g.category, g.name_en, g.name_zh, counted.n_tracks,
       counted.n_tracks::double precision / counted.n_all as share
from model m
-- A subquery that names m.id reads the predictions of that model only; a join would read all and then choose.
cross join lateral (
  select top_tag.position, count(*) as n_tracks, (select count(*) from prediction where model_id = m.id) as n_all
  -- unnest in the list of columns takes half the time of a lateral one.
  from (select unnest(p.top_tags[1:5]) as position from prediction p where p.model_id = m.id) as top_tag
  group by top_tag.position
) as counted
join tag g on g.vocabulary_id = m.vocabulary_id and g.position = counted.position;

create or replace view agreement as
select run_vocabulary.run_id, a.name as model_a, b.name as model_b, pair.n_tracks, pair.jaccard
from (
  select distinct rm.run_id, v.id, v.n_tags, v.no_tags
  from run_model rm
  join model m on m.id = rm.model_id
  join vocabulary v on v.id = m.vocabulary_id
) as run_vocabulary
cross join lateral (
  select counted.model_a, counted.model_b, sum(counted.n)::bigint as n_tracks,
         -- Both sets have the same size k: with s tags shared, the other 2k - 2s are in one of them.
         sum(counted.n * counted.n_shared::double precision / (2 * least(5, run_vocabulary.n_tags) - counted.n_shared))
           / sum(counted.n)::double precision as jaccard
  from (
    -- All sets of a track in one row, then every two of them: a join of predictions with themselves takes twice as long.
    select least(track_sets.models[positions.i], track_sets.models[positions.j]) as model_a,
           greatest(track_sets.models[positions.i], track_sets.models[positions.j]) as model_b,
           bit_count(track_sets.sets[positions.i] & track_sets.sets[positions.j]) as n_shared, count(*) as n
    from (
      select array_agg(p.model_id) as models, array_agg(top_five(p.top_tags, run_vocabulary.no_tags)) as sets
      from run_model rm
      join model m on m.id = rm.model_id and m.vocabulary_id = run_vocabulary.id
      join prediction p on p.model_id = rm.model_id
      join run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
      where rm.run_id = run_vocabulary.run_id
      group by p.track_id
    ) as track_sets
    join (
      select x.position as i, y.position as j
      from run_model x
      join run_model y on y.run_id = x.run_id and y.position > x.position
      where x.run_id = run_vocabulary.run_id
    ) as positions on track_sets.models[positions.j] is not null
    group by 1, 2, 3
  ) as counted
  group by counted.model_a, counted.model_b
) as pair
join model a on a.id = pair.model_a
join model b on b.id = pair.model_b;

create or replace view tag_agreement as
select run_vocabulary.run_id, g.tag, g.category, g.name_en, g.name_zh, run_vocabulary.n_models,
       counted.n_any, counted.n_all, counted.mean_models
from (
  select rm.run_id, m.vocabulary_id as id, count(*) as n_models
  from run_model rm
  join model m on m.id = rm.model_id
  group by rm.run_id, m.vocabulary_id
) as run_vocabulary
cross join lateral (
  select track_tag.position, count(*) as n_any,
         count(*) filter (where track_tag.n_models = run_vocabulary.n_models) as n_all,
         avg(track_tag.n_models)::double precision as mean_models
  from (
    select top_tag.position, count(*) as n_models
    from run_model rm
    join model m on m.id = rm.model_id and m.vocabulary_id = run_vocabulary.id
    join prediction p on p.model_id = rm.model_id
    join run_track rt on rt.run_id = rm.run_id and rt.track_id = p.track_id
    cross join lateral unnest(p.top_tags[1:5]) as top_tag (position)
    where rm.run_id = run_vocabulary.run_id
    group by p.track_id, top_tag.position
  ) as track_tag
  group by track_tag.position
) as counted
join tag g on g.vocabulary_id = run_vocabulary.id and g.position = counted.position;

create or replace view coverage as
select r.id as run_id, m.name as model, m.id as model_id, r.n_tracks,
       counted.n_tagged, counted.n_reused, counted.n_failed, r.n_tracks - counted.n_all as n_owed
from run r
cross join lateral (
  select rm.model_id, count(o.status) as n_all, count(*) filter (where o.status = 'tagged') as n_tagged,
         count(*) filter (where o.status = 'reused') as n_reused,
         count(*) filter (where o.status = 'failed') as n_failed
  from run_model rm
  left join task_outcome o on o.run_id = rm.run_id and o.model_id = rm.model_id
  where rm.run_id = r.id
  group by rm.model_id
) as counted
join model m on m.id = counted.model_id;

-- Functions. Each has a SQL body, which Postgres resolves now: the search path of a caller does not matter. Such a
-- function is part of the query that calls it: what the caller filters by reaches the tables.

drop function top_tracks(text, text, bigint);
drop function scores(text, text);

create function scores(model text, tag text) returns table (track_id bigint, score real)
language sql stable parallel safe
begin atomic
  select p.track_id, p.scores[(
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

create function top_tracks(model text, tag text, n_tracks bigint default 100)
returns table (track_id bigint, uri text, score real)
language sql stable parallel safe
begin atomic
  select best.track_id, t.uri, best.score
  from (
    select s.track_id, s.score
    from earmark.scores(top_tracks.model, top_tracks.tag) as s
    order by s.score desc, s.track_id
    limit top_tracks.n_tracks
  ) as best
  join earmark.track t on t.id = best.track_id
  order by best.score desc, best.track_id;
end;

create or replace function nearest_tracks(model text, track_id bigint, n_tracks bigint default 10)
returns table (track_id bigint, uri text, distance double precision)
language sql stable parallel safe
begin atomic
  select nearest.track_id, t.uri, nearest.distance
  from (
    select p.track_id, compared.distance
    from earmark.prediction p
    cross join lateral (
      select sqrt(sum((a - b)::double precision * (a - b))) as distance
      from unnest(p.scores, (
        select q.scores
        from earmark.prediction q
        where q.model_id = (select earmark.model_id(nearest_tracks.model))
          and q.track_id = nearest_tracks.track_id
      )) as of_tag (a, b)
    ) as compared
    where p.model_id = (select earmark.model_id(nearest_tracks.model))
      and p.track_id <> nearest_tracks.track_id
      and compared.distance is not null
    order by compared.distance, p.track_id
    limit nearest_tracks.n_tracks
  ) as nearest
  join earmark.track t on t.id = nearest.track_id
  order by nearest.distance, nearest.track_id;
end;

-- What every table and column holds.

comment on table vocabulary is
  'One row per tag vocabulary: an ordered list of tags. A model gives a score to each tag of one vocabulary.';
comment on column vocabulary.id is 'Name of the vocabulary, e.g. jamendo-top50. Join with model.vocabulary_id and tag.vocabulary_id.';
comment on column vocabulary.n_tags is 'Number of tags. Each prediction.scores array of a model with this vocabulary has this length.';
comment on column vocabulary.no_tags is
  'A bit string with one bit per tag, all 0. It is the second argument of top_five(prediction.top_tags, vocabulary.no_tags).';

comment on table tag is
  'One row per vocabulary and tag. The position of a tag is its index in the scores of every model with this vocabulary.';
comment on column tag.vocabulary_id is 'The vocabulary of the tag. Join with model.vocabulary_id.';
comment on column tag.position is
  'Place of the tag in the vocabulary, from 1 to vocabulary.n_tags. The score of the tag is prediction.scores[tag.position].';
comment on column tag.tag is
  'The tag as its data set publishes it, e.g. genre---rock. Unique in a vocabulary; other vocabularies can have the same tag.';
comment on column tag.category is 'genre, instrument or mood/theme; the word tag where the data set has no categories.';
comment on column tag.name_en is 'English display name. It can change in a later version of Earmark: use tag.tag to identify a tag.';
comment on column tag.name_zh is 'Chinese display name. It can change in a later version of Earmark: use tag.tag to identify a tag.';

comment on table model is
  'One row per model, weights, conversion and scoring rule. A name can have several rows, because its weights can change: '
  'filter by model.id, or use model_id(name) for the one that the newest run used.';
comment on column model.id is
  'Number of the model. Join with prediction.model_id, run_model.model_id and task_outcome.model_id. There is one partition of '
  'prediction per model, so that a filter by this number is fast.';
comment on column model.name is 'Data set and architecture, e.g. jamendo/crnn. Not unique: see the comment on the table.';
comment on column model.weights_sha256 is 'SHA-256 of the checkpoint file that the model was converted from, as hexadecimal text.';
comment on column model.conversion_version is
  'Version of the conversion from the checkpoint to ONNX, e.g. fp32-1. Another version can change the last digits of scores.';
comment on column model.scoring is
  'Version of the rule that computes the score of a track from its chunks: mean-of-16-1 is the mean over 16 chunks, '
  'centre-1 is the score of the chunk in the middle of the track.';
comment on column model.architecture is 'Architecture of the network, e.g. crnn.';
comment on column model.vocabulary_id is 'The vocabulary whose tags the model scores. Join with tag.vocabulary_id.';
comment on column model.input_length is 'Length of a chunk, which is the input of the network: a number of samples at 16,000 Hz.';
comment on column model.published is 'True when the weights are the published ones, byte for byte.';
comment on column model.demonstration is 'True for the small model that is part of Earmark. It shows how Earmark works; do not rely on its scores.';

comment on table track is
  'One row per version of an audio file. A file whose bytes changed is a new track, and the row of its former version stays: '
  'join with run_track to get the tracks of one run.';
comment on column track.id is 'Number of the track. Join with run_track.track_id, task_outcome.track_id and prediction.track_id.';
comment on column track.uri is 'Address of the file: file:///... or s3://bucket/key. Several versions of a file have the same address.';
comment on column track.version is
  'Version of the file: size and modification time of a file in a folder, or the ETag of an object in S3. Unique for a uri.';
comment on column track.size_bytes is 'Size of the file in bytes.';
comment on column track.content_sha256 is
  'SHA-256 of the bytes of the file. Tracks with the same value are copies. Null until a worker has read the file.';
comment on column track.duration_seconds is 'Length of the decoded audio in seconds. Null until a worker has decoded the file.';
comment on column track.metadata is
  'JSON object with what the corpus says about the track, unchanged, e.g. trackId, artistId, albumId and tags. {} where it says nothing.';
comment on column track.first_seen_at is 'Time at which the track was listed for the first time.';
comment on index track_content is 'Finds tracks with the same bytes.';
comment on index track_artist is 'Finds the tracks of an artist. Not partial: the planner would guess their number.';

comment on table run is
  'One row per run: a corpus that is tagged with some models. A task is one (track, model) of the run. The view run_progress has '
  'the percentage too.';
comment on column run.id is 'Number of the run. Join with run_track.run_id, run_model.run_id and task_outcome.run_id.';
comment on column run.source is 'The folder, list file or S3 prefix that the run tags.';
comment on column run.fingerprint is
  'Hash of everything that decides the tasks of the run. The same command finds its unfinished run by this value.';
comment on column run.options is 'JSON object with the options of the run, e.g. topK, threshold and force.';
comment on column run.state is
  'planning: the source is being listed. running: some tasks have no outcome yet. complete: every task has an outcome, which can '
  'be failed. cancelled: the run was stopped by a user; its outcomes and predictions stay.';
comment on column run.n_tracks is 'Number of tracks in the run. 0 until planning ended for the first time.';
comment on column run.n_tasks is 'Number of tasks in the run: tracks times models. 0 until planning ended for the first time.';
comment on column run.n_settled is 'Number of tasks that have an outcome: tagged, reused or failed.';
comment on column run.n_failed is 'Number of tasks whose outcome is failed. They are also part of n_settled.';
comment on column run.enqueued_to is
  'The aggregator has enqueued the jobs of all tracks up to this track id. The value is set back when failed tasks are retried.';
comment on column run.created_at is 'Time at which the run was created by its first command.';
comment on column run.planned_at is
  'Time at which the tasks were planned: the listing of the source ended, or failed tasks were prepared for a retry. Null until then.';
comment on column run.completed_at is 'Time at which the last task was settled. Null unless the run is complete.';
comment on column run.listed_at is
  'Last time at which a producer that lists the source reported that it is alive. Null for a run of a version that did not record it.';
comment on index run_fingerprint is 'Finds the unfinished run of a command.';

comment on table run_model is 'One row per run and model: the models of a run.';
comment on column run_model.run_id is 'The run. Join with run.id.';
comment on column run_model.model_id is 'A model of the run. Join with model.id.';
comment on column run_model.position is 'Order of the models in the reports of the run, from 1.';

comment on table run_track is
  'One row per run and track: the tracks of a run. Predictions belong to tracks, so join this table with prediction on track_id '
  'to get the predictions of a run.';
comment on column run_track.run_id is 'The run. Join with run.id.';
comment on column run_track.track_id is 'A track of the run. Join with track.id.';
comment on column run_track.file is
  'Path or key of the file relative to the source of the run, with / between folders. Unique in a run; use it to compare two runs.';

comment on table task_outcome is
  'One row per settled task: how one (track, model) of a run ended. A task without a row has no outcome yet.';
comment on column task_outcome.run_id is 'The run of the task. Join with run.id.';
comment on column task_outcome.track_id is 'The track of the task. Join with track.id.';
comment on column task_outcome.model_id is 'The model of the task. Join with model.id.';
comment on column task_outcome.status is
  'tagged: the prediction was computed in this run. reused: a prediction for the same bytes and the same model was stored before. '
  'failed: there is no new prediction.';
comment on column task_outcome.code is
  'Failure code, e.g. AUDIO_UNDECODABLE; docs/operations.md says what to do about each one. Null unless the status is failed.';
comment on column task_outcome.message is 'The reason of the failure, as a sentence. Null unless the status is failed.';
comment on column task_outcome.attempts is 'Number of attempts at the job of the task. 0 when the task was settled during planning, without a job.';
comment on column task_outcome.settled_by is
  'Host and process id, as host:pid, of the program that settled the task: a worker, or a producer or aggregator.';
comment on column task_outcome.settled_at is 'Time at which the task was settled.';
comment on index task_outcome_failed is 'Finds the failed tasks of a run by code.';
comment on index task_outcome_settled_at is 'Finds the newest outcomes of a run, for its rate and its workers.';

comment on table software is
  'One row per combination of software that computed predictions. Join with prediction.software_id.';
comment on column software.id is 'Number of the combination. Join with prediction.software_id.';
comment on column software.decoder is 'Audio decoder and its version.';
comment on column software.resampler is 'Resampler that converts the audio to 16,000 Hz.';
comment on column software.device is 'Device that ran the network: cpu, cuda or webgpu.';
comment on column software.runtime is 'Name and version of the software that ran the network, which is onnxruntime.';
comment on column software.earmark_version is 'Version of Earmark.';

comment on table prediction is
  'One row per track and model: the scores of all tags. A prediction belongs to a track, not to a run: later runs reuse it. There is '
  'one partition per model, so filter by model_id. The views score and top_tag have one row per tag.';
comment on column prediction.model_id is 'The model. Join with model.id, or compare with (select model_id(''jamendo/crnn'')), in brackets.';
comment on column prediction.track_id is 'The track. Join with track.id.';
comment on column prediction.scores is
  'The score of every tag of the vocabulary, each in [0, 1]: scores[tag.position] is the score of that tag. A score is the probability '
  'that the model gives the tag, the mean over the chunks of the track. Scores are not calibrated.';
comment on column prediction.top_tags is
  'Positions (tag.position) of the ten tags with the highest scores, the highest first. Shorter when the vocabulary has fewer tags.';
comment on column prediction.n_chunks is
  'Number of chunks that the scores are the mean of: 16, or 1 for a track that is shorter than a chunk and for models with the scoring '
  'rule centre-1.';
comment on column prediction.software_id is 'The software that computed the prediction. Join with software.id.';
comment on column prediction.tagged_at is 'Time at which the scores were computed. A reused prediction keeps its time.';

comment on table report is 'One row per run with a report. The report of a run that goes on again is deleted, and computed again at its end.';
comment on column report.run_id is 'The run. Join with run.id.';
comment on column report.report is 'The content of report.json.';
comment on column report.created_at is 'Time at which the report was computed.';

-- What every view and its columns hold.

comment on view score is
  'One row per track, model and tag: the score of the tag. Filter by track_id or model_id: a filter by the name of a model alone '
  'reads the predictions of all models. For one tag of one model the function scores(model, tag) is faster.';
comment on column score.track_id is 'The track. Join with track.id.';
comment on column score.uri is 'Address of the file of the track.';
comment on column score.model is 'Name of the model, e.g. jamendo/crnn. A name can stand for several models: see model_id.';
comment on column score.model_id is 'Number of the model. Join with model.id. Each set of weights of a name has its own number.';
comment on column score.tag is 'The tag as its data set publishes it.';
comment on column score.category is 'Category of the tag.';
comment on column score.name_en is 'English name of the tag.';
comment on column score.name_zh is 'Chinese name of the tag.';
comment on column score.score is
  'Score of the tag in [0, 1]: the probability that the model gives the tag, the mean over the chunks of the track. Not calibrated.';

comment on view top_tag is
  'One row per track, model and rank from 1 to 10: the tags with the highest scores. There is no threshold: filter by score if you '
  'need one.';
comment on column top_tag.track_id is 'The track. Join with track.id.';
comment on column top_tag.uri is 'Address of the file of the track.';
comment on column top_tag.model is 'Name of the model, e.g. jamendo/crnn. A name can stand for several models: see model_id.';
comment on column top_tag.model_id is 'Number of the model. Join with model.id. Each set of weights of a name has its own number.';
comment on column top_tag.rank is 'Rank of the tag, from 1. The tag with rank 1 has the highest score.';
comment on column top_tag.tag is 'The tag as its data set publishes it.';
comment on column top_tag.category is 'Category of the tag.';
comment on column top_tag.name_en is 'English name of the tag.';
comment on column top_tag.name_zh is 'Chinese name of the tag.';
comment on column top_tag.score is
  'Score of the tag in [0, 1]: the probability that the model gives the tag, the mean over the chunks of the track. Not calibrated.';

comment on view run_progress is 'One row per run: its state and the number of tasks that are settled.';
comment on column run_progress.run_id is 'The run. Join with run.id.';
comment on column run_progress.source is 'The folder, list file or S3 prefix that the run tags.';
comment on column run_progress.state is
  'planning: the source is being listed. running: some tasks have no outcome yet. complete: every task has an outcome. '
  'cancelled: the run was stopped by a user.';
comment on column run_progress.n_tracks is 'Number of tracks in the run. 0 until planning ended for the first time.';
comment on column run_progress.n_tasks is 'Number of tasks in the run: tracks times models. 0 until planning ended for the first time.';
comment on column run_progress.n_settled is 'Number of tasks that have an outcome: tagged, reused or failed.';
comment on column run_progress.n_failed is 'Number of tasks whose outcome is failed. They are also part of n_settled.';
comment on column run_progress.n_owed is 'Number of tasks without outcome. In a cancelled run they stay without outcome.';
comment on column run_progress.percent is 'Tasks with an outcome, in percent of all tasks of the run. Null while the run has no tasks.';
comment on column run_progress.created_at is 'Time at which the run was created by its first command.';
comment on column run_progress.planned_at is
  'Time at which the tasks were planned: the listing of the source ended, or failed tasks were prepared for a retry. Null until then.';
comment on column run_progress.completed_at is 'Time at which the last task was settled. Null unless the run is complete.';
comment on column run_progress.elapsed is
  'Time from created_at to completed_at, or to now while the run is not complete. It includes the time in which no program worked on the run.';

comment on view failure is 'One row per failed task of each run, with the reason. Filter by run_id.';
comment on column failure.run_id is 'The run. Join with run.id.';
comment on column failure.file is 'Path or key of the file relative to the source of the run.';
comment on column failure.model is 'Name of the model of the task.';
comment on column failure.code is 'Failure code, e.g. AUDIO_UNDECODABLE; docs/operations.md says what to do about each one.';
comment on column failure.message is 'The reason of the failure, as a sentence.';
comment on column failure.attempts is 'Number of attempts at the job of the task.';
comment on column failure.settled_by is 'Host and process id, as host:pid, of the program that settled the task as failed.';
comment on column failure.settled_at is 'Time at which the task was settled as failed.';
comment on column failure.track_id is 'The track. Join with track.id.';

comment on view tag_frequency is
  'One row per model and tag: how many tracks have the tag among the five tags with the highest scores. All predictions of the model '
  'count, not those of one run only.';
comment on column tag_frequency.model is 'Name of the model, e.g. jamendo/crnn. A name can stand for several models: see model_id.';
comment on column tag_frequency.model_id is 'Number of the model. Join with model.id.';
comment on column tag_frequency.tag is
  'The tag as its data set publishes it. A tag that is not among the five best tags of any track has no row.';
comment on column tag_frequency.category is 'Category of the tag.';
comment on column tag_frequency.name_en is 'English name of the tag.';
comment on column tag_frequency.name_zh is 'Chinese name of the tag.';
comment on column tag_frequency.n_tracks is 'Number of tracks that have the tag among their five best tags.';
comment on column tag_frequency.share is 'n_tracks divided by the number of all tracks with a prediction of the model, in [0, 1].';

comment on view agreement is
  'One row per run and pair of models with the same vocabulary: how similar their five best tags per track are. Always filter by '
  'run_id, because every row is computed from all predictions of its run.';
comment on column agreement.run_id is 'The run. Join with run.id.';
comment on column agreement.model_a is 'Name of one model. Each pair of models has one row only.';
comment on column agreement.model_b is 'Name of the other model.';
comment on column agreement.n_tracks is 'Number of tracks of the run that have predictions of both models.';
comment on column agreement.jaccard is
  'Mean over these tracks of the Jaccard index of the two sets of five best tags, in [0, 1]: the tags in both sets divided by the tags '
  'in at least one of them.';

comment on view tag_agreement is
  'One row per run and tag: how many models of the run have the tag among their five best tags of a track. Always filter by run_id, '
  'because every row is computed from all predictions of its run.';
comment on column tag_agreement.run_id is 'The run. Join with run.id.';
comment on column tag_agreement.tag is
  'The tag as its data set publishes it. A tag that no model has among its five best tags of any track has no row.';
comment on column tag_agreement.category is 'Category of the tag.';
comment on column tag_agreement.name_en is 'English name of the tag.';
comment on column tag_agreement.name_zh is 'Chinese name of the tag.';
comment on column tag_agreement.n_models is 'Number of models of the run whose vocabulary has the tag.';
comment on column tag_agreement.n_any is 'Number of tracks for which at least one model has the tag among its five best tags.';
comment on column tag_agreement.n_all is 'Number of tracks for which all of these models have the tag among their five best tags.';
comment on column tag_agreement.mean_models is
  'Number of models that have the tag among their five best tags, as the mean over the n_any tracks: from 1 to n_models.';

comment on view coverage is 'One row per run and model: how many tasks have which outcome. Filter by run_id.';
comment on column coverage.run_id is 'The run. Join with run.id.';
comment on column coverage.model is 'Name of the model, e.g. jamendo/crnn.';
comment on column coverage.model_id is 'Number of the model. Join with model.id.';
comment on column coverage.n_tracks is
  'Number of tracks in the run, each of which is one task of the model. 0 until planning ended for the first time.';
comment on column coverage.n_tagged is 'Number of tracks whose prediction was computed in this run.';
comment on column coverage.n_reused is 'Number of tracks with a prediction that was stored before, for the same bytes and the same model.';
comment on column coverage.n_failed is 'Number of tracks whose task failed.';
comment on column coverage.n_owed is 'Number of tracks whose task has no outcome yet. Only right after planning ended.';

comment on view throughput is
  'One row per run, minute and program: what the program settled in that minute. Tasks that were settled during planning are left out. '
  'A minute without settled tasks has no row.';
comment on column throughput.run_id is 'The run. Join with run.id.';
comment on column throughput.minute is 'Beginning of the minute.';
comment on column throughput.settled_by is 'Host and process id, as host:pid, of the program that settled the tasks, which is nearly always a worker.';
comment on column throughput.n_tasks is 'Number of tasks that the program settled in the minute: tagged, reused or failed.';
comment on column throughput.n_tracks is
  'Number of different tracks of these tasks. A track whose models were settled by several programs, or in several minutes, counts in each row.';

-- What every function returns.

comment on function model_id is
  'Returns the number of the model with this name that the newest run used; a name has several models when its weights changed. '
  'Returns null when there is no such model. Write model_id = (select model_id(''jamendo/crnn'')), in brackets: then Postgres reads '
  'the predictions of that model only.';
comment on function scores is
  'Returns one row per track: the score in [0, 1] that a model gives one tag, e.g. scores(''jamendo/crnn'', ''genre---rock''). The model '
  'is the one that model_id(name) returns. It gives the same scores as the view score, and is faster. An unknown model or tag gives no rows.';
comment on function top_tracks is
  'Returns the n_tracks tracks with the highest score of a tag, the highest first, e.g. top_tracks(''jamendo/crnn'', ''genre---rock'', 100). '
  'The model is the one that model_id(name) returns. An unknown model or tag gives no rows.';
comment on function nearest_tracks is
  'Returns the n_tracks tracks whose scores are most similar to those of one track, the most similar first. The distance is the Euclidean '
  'distance between the scores of all tags. A track without a prediction of the model gives no rows.';
comment on function top_five is
  'Returns the five best tags of a prediction as a set with one bit per tag: top_five(prediction.top_tags, vocabulary.no_tags). '
  'bit_count(a & b) is the number of tags in both sets, bit_or(set) is the union of several sets.';

-- As in 0002 and 0004: the role can read what is new, and what later versions or new models add. Where an administrator
-- has to make the role, the administrator gives it these rights too.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on all tables in schema earmark to earmark_reader;
    grant execute on all functions in schema earmark to earmark_reader;
    alter default privileges in schema earmark grant select on tables to earmark_reader;
    alter default privileges in schema earmark grant execute on functions to earmark_reader;
  end if;
exception
  when insufficient_privilege then
    raise notice 'Role earmark_reader got no rights on the recreated functions: this user may not grant them.';
end
$$;
