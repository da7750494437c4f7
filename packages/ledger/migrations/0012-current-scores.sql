-- Views and functions that answer about what is there now: the current weights of each model name and the current
-- collection of files. Assumes 0001 to 0011 and a search path that begins with earmark. Guarantees that every view keeps
-- its columns, in their order, and gets more at its end. Functions whose parameters change are dropped first.

drop function top_tracks(text, text, bigint);
drop function nearest_tracks(text, bigint, bigint);
drop function scores(text, text);
drop function model_id(text);

-- Names: an unknown one is an error that says which names there are.

create function similar_names(wanted text, known text[]) returns text
language sql immutable parallel safe
begin atomic
  -- Names that share most pairs of letters with the wanted one, the nearest in length first.
  select string_agg('"' || nearest.name || '"', ', ')
  from (
    select compared.name
    from (
      select k.name,
             (select count(*) from generate_series(1, length(wanted) - 1) as i
              where strpos(lower(k.name), lower(substr(wanted, i, 2))) > 0) as n_shared
      from unnest(known) as k (name)
    ) as compared
    where compared.n_shared * 2 >= greatest(length(wanted) - 1, 1)
    order by compared.n_shared desc, abs(length(compared.name) - length(wanted)), compared.name
    limit 3
  ) as nearest;
end;

create function known_run(run integer) returns integer
language plpgsql stable strict parallel safe as $$
begin
  if not exists (select from earmark.run r where r.id = known_run.run) then
    raise exception 'There is no run %. See: select run_id, source, state from earmark.run_progress', run
      using errcode = 'invalid_parameter_value';
  end if;
  return run;
end
$$;

create function models_of(run integer) returns table (model_id smallint, place smallint)
language sql stable parallel safe
begin atomic
  select m.id, null::smallint from earmark.model m where models_of.run is null and m.is_current
  union all
  select rm.model_id, rm.position from earmark.run_model rm where rm.run_id = earmark.known_run(models_of.run);
end;

create function model_id(model text, run integer default null) returns smallint
language plpgsql stable parallel safe as $$
declare
  id smallint;
  names text[];
  similar_names text;
begin
  select m.id into id
  from earmark.models_of(model_id.run) o
  join earmark.model m on m.id = o.model_id
  where m.name = model_id.model
  order by o.place desc
  limit 1;
  if id is not null then
    return id;
  end if;
  select array_agg(m.name order by m.name) into names
  from earmark.models_of(model_id.run) o
  join earmark.model m on m.id = o.model_id;
  similar_names := earmark.similar_names(model, names);
  raise exception 'There is no model "%"%.%', coalesce(model, ''), coalesce(' in run ' || run, ''),
       coalesce(' Did you mean ' || similar_names || '?', '')
    using errcode = 'invalid_parameter_value',
          hint = 'The models are: ' || coalesce(array_to_string(names, ', '), 'none yet') || '.';
end
$$;

create function tag_position(model text, tag text, run integer default null) returns smallint
language plpgsql stable parallel safe as $$
declare
  vocabulary text;
  result smallint;
  similar_names text;
begin
  select m.vocabulary_id into vocabulary from earmark.model m where m.id = earmark.model_id(model, run);
  select g.position into result from earmark.tag g where g.vocabulary_id = vocabulary and g.tag = tag_position.tag;
  if result is not null then
    return result;
  end if;
  select earmark.similar_names(tag_position.tag, array_agg(g.tag)) into similar_names
  from earmark.tag g where g.vocabulary_id = vocabulary;
  raise exception 'The model % has no tag "%".%', model, coalesce(tag, ''), coalesce(' Did you mean ' || similar_names || '?', '')
    using errcode = 'invalid_parameter_value',
          hint = format('See: select tag, name_en from earmark.tag where vocabulary_id = %L', vocabulary);
end
$$;

-- The tracks that a query is about, and the tags that a model selects for a track.

create function collection(run integer default null) returns table (track_id bigint)
language sql stable parallel safe
begin atomic
  select c.track_id from earmark.current_track c where collection.run is null
  union all
  select rt.track_id from earmark.run_track rt where rt.run_id = earmark.known_run(collection.run);
end;

create function selection(run integer, top_k integer, threshold real) returns table (k integer, least_score real)
language plpgsql stable parallel safe rows 1 as $$
declare
  options jsonb;
begin
  if run is not null then
    select r.options into options from earmark.run r where r.id = earmark.known_run(selection.run);
  end if;
  k := coalesce(top_k, (options ->> 'topK')::integer, 5);
  least_score := coalesce(threshold, (options ->> 'threshold')::real, 0.1);
  if k not between 1 and 10 then
    raise exception 'top_k is %, and must be from 1 to 10: the ledger keeps the ten best tags of a prediction.%', k,
        case when top_k is null then ' The report of this run has its figures: see the view report_tag.' else '' end
      using errcode = 'invalid_parameter_value';
  end if;
  return next;
end
$$;

create function n_selected(scores real[], top_tags smallint[], top_k integer, threshold real) returns integer
language sql immutable parallel safe
-- The scores of top_tags descend: the last one that reaches the threshold says how many do.
return case
  when top_k >= 10 and scores[top_tags[10]] >= threshold then 10
  when top_k >= 9 and scores[top_tags[9]] >= threshold then 9
  when top_k >= 8 and scores[top_tags[8]] >= threshold then 8
  when top_k >= 7 and scores[top_tags[7]] >= threshold then 7
  when top_k >= 6 and scores[top_tags[6]] >= threshold then 6
  when top_k >= 5 and scores[top_tags[5]] >= threshold then 5
  when top_k >= 4 and scores[top_tags[4]] >= threshold then 4
  when top_k >= 3 and scores[top_tags[3]] >= threshold then 3
  when top_k >= 2 and scores[top_tags[2]] >= threshold then 2
  when top_k >= 1 and scores[top_tags[1]] >= threshold then 1
  else 0
end;

-- Scores.

create or replace view score as
select p.track_id, t.uri, m.name as model, p.model_id, g.tag, g.category, g.name_en, g.name_zh,
       p.scores[g.position] as score
from prediction p
join model m on m.id = p.model_id and m.is_current
join current_track c on c.track_id = p.track_id
left join track t on t.id = p.track_id -- Left out of the plan when nothing of it is selected.
join tag g on g.vocabulary_id = m.vocabulary_id;

create view score_history as
select p.track_id, t.uri, m.name as model, p.model_id, g.tag, g.category, g.name_en, g.name_zh,
       p.scores[g.position] as score, p.tagged_at, p.replaced_at, m.is_current as is_current_model,
       c.track_id is not null as is_current_track, p.software_id
from (
  select model_id, track_id, scores, software_id, tagged_at, null::timestamptz as replaced_at from prediction
  union all
  select model_id, track_id, scores, software_id, tagged_at, replaced_at from prediction_history
) as p
join model m on m.id = p.model_id
join track t on t.id = p.track_id
join tag g on g.vocabulary_id = m.vocabulary_id
left join current_track c on c.track_id = p.track_id;

create or replace view top_tag as
select p.track_id, t.uri, m.name as model, p.model_id, best.rank::smallint as rank, g.tag, g.category,
       g.name_en, g.name_zh, p.scores[g.position] as score
from prediction p
join model m on m.id = p.model_id and m.is_current
join current_track c on c.track_id = p.track_id
left join track t on t.id = p.track_id
cross join lateral unnest(p.top_tags) with ordinality as best (position, rank)
join tag g on g.vocabulary_id = m.vocabulary_id and g.position = best.position;

create function scores(model text, tag text, run integer default null)
returns table (track_id bigint, score real)
language sql stable parallel safe
begin atomic
  select p.track_id, p.scores[(select earmark.tag_position(scores.model, scores.tag, scores.run))]
  from earmark.prediction p
  join earmark.collection(scores.run) as c on c.track_id = p.track_id
  where p.model_id = (select earmark.model_id(scores.model, scores.run))
    -- Evaluated first: an unknown name is an error even where there is nothing to look up.
    and earmark.tag_position(scores.model, scores.tag, scores.run) is not null;
end;

create function predictions(model text, run integer default null)
returns table (track_id bigint, uri text, scores real[], top_tags text[], by_tag jsonb, n_chunks smallint, tagged_at timestamptz)
language sql stable parallel safe
begin atomic
  select p.track_id, t.uri, p.scores,
         (select array_agg(g.tag order by best.rank)
          from unnest(p.top_tags) with ordinality as best (position, rank)
          join earmark.tag g on g.vocabulary_id = m.vocabulary_id and g.position = best.position),
         (select jsonb_object_agg(g.tag, p.scores[g.position]) from earmark.tag g where g.vocabulary_id = m.vocabulary_id),
         p.n_chunks, p.tagged_at
  from earmark.prediction p
  join earmark.collection(predictions.run) as c on c.track_id = p.track_id
  join earmark.track t on t.id = p.track_id
  join earmark.model m on m.id = p.model_id
  where p.model_id = (select earmark.model_id(predictions.model, predictions.run))
    and earmark.model_id(predictions.model, predictions.run) is not null;
end;

-- Functions that read a whole partition put the number of the model, and the table of the tracks, into the text of their
-- query: only so does Postgres know, when it plans, how many rows there are.

create function tracks_of(run integer) returns text
language sql stable parallel safe
return case
  when run is null then 'earmark.current_track'
  else format('(select rt.track_id from earmark.run_track rt where rt.run_id = %s)', earmark.known_run(run))
end;

create function top_tracks(model text, tag text, n_tracks bigint default 100, run integer default null)
returns table (track_id bigint, uri text, score real)
language plpgsql stable parallel safe rows 100 as $$
begin
  return query execute format(
    'select best.track_id, t.uri, best.score
     from (
       select p.track_id, p.scores[%s] as score
       from earmark.prediction p
       join %s as c on c.track_id = p.track_id
       where p.model_id = %s
       order by score desc, p.track_id
       limit $1
     ) as best
     join earmark.track t on t.id = best.track_id
     order by best.score desc, best.track_id',
    earmark.tag_position(model, tag, run), earmark.tracks_of(run), earmark.model_id(model, run)) using n_tracks;
end
$$;

-- Tracks.

create view track_info as
select t.id as track_id, c.source, coalesce(substring(c.file from '^(.*)/'), '') as folder, c.file, t.uri,
       t.metadata ->> 'trackId' as corpus_track_id, t.metadata ->> 'artistId' as artist_id, t.metadata ->> 'albumId' as album_id,
       case jsonb_typeof(t.metadata -> 'tags') when 'array' then array(select jsonb_array_elements_text(t.metadata -> 'tags')) end
         as corpus_tags,
       t.duration_seconds, t.size_bytes, t.loudness_dbfs, t.peak_dbfs, t.is_silent,
       encode(t.content_sha256, 'hex') as content_sha256, t.first_seen_at, t.metadata
from current_track c
join track t on t.id = c.track_id;

create view copy as
select encode(t.content_sha256, 'hex') as content_sha256, t.id as track_id, t.uri, copies.n_files
from (
  select t.content_sha256, count(*) as n_files
  from current_track c
  join track t on t.id = c.track_id
  where t.content_sha256 is not null
  group by t.content_sha256
  having count(*) > 1
) as copies
join track t on t.content_sha256 = copies.content_sha256
join current_track c on c.track_id = t.id;

create view source as
select distinct on (r.source) r.source, r.id as run_id, r.listed_at, r.n_tracks,
       exists (select from current_track c where c.source = r.source) as is_current
from run r
where r.planned_at is not null and r.options ->> 'limit' is null
order by r.source, r.id desc;

-- What they are.

comment on column model.is_current is
'True for the row that the name stands for in views and functions: the weights
of the newest complete run with this name. One row of each name is current.';
comment on column run.uri_prefix is
'The run lists every audio file whose address begins with this text. Null for
a list, a table, or a run with --limit, which say nothing about other files.';
comment on table current_track is
'One row per track of the current collection: the files that the newest
complete listing of their source contains. Files that are gone or replaced
are not in it; they stay in track. The function collection() reads it.';
comment on column current_track.track_id is
'The track. Join with track.id.';
comment on column current_track.run_id is
'The newest run that listed the file. Join with run.id and run_track.run_id.';
comment on column current_track.source is
'Source of that run.';
comment on column current_track.file is
'Path or key of the file, relative to that source.';
comment on table prediction_history is
'One row per prediction that was replaced, because a run with --force computed
it again. The prediction that is valid now is in prediction.';
comment on column prediction_history.model_id is
'The model. Join with model.id.';
comment on column prediction_history.track_id is
'The track. Join with track.id.';
comment on column prediction_history.scores is
'Score of each tag, as in prediction.scores.';
comment on column prediction_history.top_tags is
'Positions of the ten best tags, as in prediction.top_tags.';
comment on column prediction_history.n_chunks is
'Number of chunks, as in prediction.n_chunks.';
comment on column prediction_history.software_id is
'The software that computed it. Join with software.id.';
comment on column prediction_history.tagged_at is
'Time at which it was computed.';
comment on column prediction_history.replaced_at is
'Time at which another prediction took its place.';
comment on function keep_replaced_prediction is
'Trigger of prediction: keeps what is replaced in prediction_history.';
comment on table track is
'One row per version of an audio file, gone or replaced ones included. For the
files that are there now use the view track_info, or join with
current_track. A file that was touched, and whose bytes are the same, is the
same track from the end of its run on.';
comment on column track.metadata is
'JSON object with what the corpus says about the track, unchanged; {} where it
says nothing. A table of MTG-Jamendo gives trackId, artistId, albumId,
durationSeconds and tags; all but durationSeconds are indexed.';
comment on column track.content_sha256 is
'SHA-256 of the bytes of the file. Tracks with the same value have the same
bytes: see the view copy. Null until a worker has read the file.';
comment on table prediction is
'One row per track and model: the scores of all tags. It has every track and
all weights that ever were: use the view score, or the functions scores()
and predictions(), for what is there now. What --force replaced is in
prediction_history.';
comment on table model is
'One row per model, weights, conversion and scoring rule. A name has several
rows when its weights changed: filter by is_current, or use model_id(name).';
comment on function similar_names is
'Names that are spelled like a wanted one, for messages. Null when there are none.';
comment on function known_run is
'Returns the number of the run. An unknown run is an error.';
comment on function models_of is
'The models of a run, with their places in it; without a run the current model of
each name.';
comment on function model_id is
'Number of the current model with this name; with a run, of the model that the
run used. An unknown name is an error. Write
model_id = (select model_id(''jamendo/crnn'')), in brackets: then Postgres reads
the predictions of that model only.';
comment on function tag_position is
'Position of a tag in the vocabulary of a model, for prediction.scores. An
unknown tag or model is an error that names similar ones.';
comment on function collection is
'The tracks of a run; without a run those of the current collection. Join with
it to leave out files that are gone: join collection() using (track_id).';
comment on function selection is
'The top k and the threshold that a query applies: those that are given, else
those of the run, else 5 and 0.1, which are the defaults of earmark run.';
comment on function n_selected is
'Number of tags that a model selects for a track: the best top_k, without those
whose score is below the threshold. prediction.top_tags[1:n_selected(...)]
are these tags.';
comment on view score is
'One row per track, model and tag: the score. Only the current collection and
the current weights of each model; all others are in score_history. A file whose
version of now is not tagged, or failed, has no rows.
Fast with a filter by track_id or uri; for one tag use scores(model, tag), and for
lists of models and tags the tables model and tag.';
comment on view score_history is
'One row per track, model, tag and time: the scores of every version of a file,
of all weights of a model, and of what --force replaced. Always filter by
track_id or uri, and by model.';
comment on column score_history.track_id is
'The track: one version of the file.';
comment on column score_history.uri is
'Address of the file.';
comment on column score_history.model is
'Name of the model. Different weights have different values of model_id.';
comment on column score_history.model_id is
'Number of the model. Join with model.id.';
comment on column score_history.tag is
'The tag as its data set publishes it.';
comment on column score_history.category is
'Category of the tag.';
comment on column score_history.name_en is
'English name of the tag.';
comment on column score_history.name_zh is
'Chinese name of the tag.';
comment on column score_history.score is
'Score in [0, 1].';
comment on column score_history.tagged_at is
'Time at which it was computed.';
comment on column score_history.replaced_at is
'Time at which another one took its place. Null for the valid one.';
comment on column score_history.is_current_model is
'True for the current weights of the model name.';
comment on column score_history.is_current_track is
'True when the file is in the current collection in this version.';
comment on column score_history.software_id is
'The software that computed it. Join with software.id.';
comment on view top_tag is
'One row per track, model and rank from 1 to 10: the tags with the highest
scores. Only the current collection and the current weights of each model.
No threshold is applied: reports select rank <= top k and score >= threshold.';
comment on function scores is
'One row per track: the score that a model gives to one tag, e.g.
scores(''jamendo/crnn'', ''genre---rock''). Of the current collection, or of a run.';
comment on function tracks_of is
'The tracks of a run, or the current collection, as an SQL expression.';
comment on function predictions is
'One row per track: all scores of a model. scores[tag.position] is the score of
a tag, by_tag ->> ''genre---rock'' too, by name and slower; top_tags are the
names of the ten best. Of the current collection, or of a run.';
comment on function top_tracks is
'The n_tracks tracks with the highest score of a tag, the highest first, e.g.
top_tracks(''jamendo/crnn'', ''genre---rock'', 100). Of the current collection,
or of a run. Copies of a file are in it several times: see the view copy.';
comment on view track_info is
'One row per file of the current collection: where it is, what the corpus says
about it, its length and its loudness.';
comment on column track_info.track_id is
'Number of the track. Join with score.track_id and prediction.track_id.';
comment on column track_info.source is
'Source of the newest run that listed the file. A file can be in several
sources: for all files of one, use the run of the view source.';
comment on column track_info.folder is
'Folder of the file, relative to the source. Empty at the top.';
comment on column track_info.file is
'Path or key of the file, relative to the source.';
comment on column track_info.uri is
'Address of the file: file:///... or s3://bucket/key.';
comment on column track_info.corpus_track_id is
'Id of the track in the corpus. Null where the corpus gives none.';
comment on column track_info.artist_id is
'Id of the artist in the corpus. Null where the corpus gives none.';
comment on column track_info.album_id is
'Id of the album in the corpus. Null where the corpus gives none.';
comment on column track_info.corpus_tags is
'Tags of the corpus, in its order. Null where it has none for the track.';
comment on column track_info.duration_seconds is
'Length of the decoded audio in seconds. Null until it was decoded.';
comment on column track_info.size_bytes is
'Size of the file in bytes.';
comment on column track_info.loudness_dbfs is
'Root of the mean square of the samples, in dB relative to full scale. Null
until the file was decoded.';
comment on column track_info.peak_dbfs is
'Largest absolute sample, in dB relative to full scale. Null until it was decoded.';
comment on column track_info.is_silent is
'True when the loudness is below -60 dBFS: its scores say nothing about music.
Null until it was decoded.';
comment on column track_info.content_sha256 is
'SHA-256 of the bytes, as hexadecimal text. Null until a worker read the file.';
comment on column track_info.first_seen_at is
'Time at which the file was listed for the first time in this version.';
comment on column track_info.metadata is
'JSON object with all that the corpus says. Its keys: see track.metadata.';
comment on view copy is
'One row per file of the current collection whose bytes another file has too.
Files with the same content_sha256 are copies of each other.';
comment on column copy.content_sha256 is
'SHA-256 of the bytes, as hexadecimal text.';
comment on column copy.track_id is
'Number of the track.';
comment on column copy.uri is
'Address of the file.';
comment on column copy.n_files is
'Number of files with these bytes.';
comment on view source is
'One row per source: its newest complete listing. For the files of one source
pass its run_id to a function, e.g. top_tracks(..., run => run_id).';
comment on column source.source is
'The folder, list file, table or S3 prefix.';
comment on column source.run_id is
'The newest run that listed all of it. Join with run_track.run_id.';
comment on column source.listed_at is
'Time at which it was listed.';
comment on column source.n_tracks is
'Number of its tracks then.';
comment on column source.is_current is
'False when nothing of it is in the current collection: newer listings have all of
its files, or earmark ledger forget was told to leave it out.';
