-- Reports as views, so that they need no JSON, and how the work went. Assumes 0001 to 0013 and a search path that begins
-- with earmark. Guarantees that every view keeps its columns, in their order, and gets more at its end.

-- The figures of reports, with the names of tags: what the page and report.json say, to the last digit.

create view report_tag as
select r.run_id, v ->> 'vocabulary' as vocabulary, rater ->> 'rater' as model, tag ->> 'tag' as tag,
       tag ->> 'category' as category, tag ->> 'en' as name_en, tag ->> 'zh' as name_zh, (figures ->> 'count')::bigint as n_tracks,
       (figures ->> 'share')::double precision as share, (figures ->> 'meanScore')::double precision as mean_score,
       (rater ->> 'nTracks')::bigint as n_scored, (r.report #>> '{options,topK}')::integer as top_k,
       (r.report #>> '{options,threshold}')::double precision as threshold
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral jsonb_array_elements(v -> 'raters') as rater
cross join lateral jsonb_array_elements(rater -> 'tags') with ordinality as of_tag (figures, position)
cross join lateral (select v -> 'tags' -> (of_tag.position - 1)::integer as tag) as named;

create view report_histogram as
select r.run_id, v ->> 'vocabulary' as vocabulary, rater ->> 'rater' as model, (place - 1) / 20.0::double precision as from_score,
       place / 20.0::double precision as to_score, n_scores::bigint as n_scores,
       (rater -> 'histogram' -> 'topK' ->> (place - 1)::integer)::bigint as n_selected
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral jsonb_array_elements(v -> 'raters') as rater
cross join lateral jsonb_array_elements_text(rater -> 'histogram' -> 'all') with ordinality as bin (n_scores, place);

create view report_review_track as
select r.run_id, v ->> 'vocabulary' as vocabulary, place as rank, track ->> 'file' as file, track ->> 'uri' as uri,
       (track ->> 'meanJaccard')::double precision as mean_jaccard,
       v -> 'raters' -> (rater_place - 1)::integer ->> 'rater' as model,
       array(select selected ->> 'tag' from jsonb_array_elements(top_tags) as selected) as tags
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral jsonb_array_elements(v #> '{agreement,leastAgreed,tracks}') with ordinality as reviewed (track, place)
cross join lateral jsonb_array_elements(track -> 'topTags') with ordinality as selection (top_tags, rater_place)
where jsonb_typeof(top_tags) = 'array';

create view report_review_tag as
select r.run_id, v ->> 'vocabulary' as vocabulary, place as rank, item ->> 'file' as file, item ->> 'uri' as uri,
       item ->> 'tag' as tag, array(select jsonb_array_elements_text(item -> 'selectedBy')) as selected_by,
       (item ->> 'disagreement')::double precision as disagreement, (item ->> 'scoreRange')::double precision as score_range
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral jsonb_array_elements(v #> '{agreement,leastAgreed,items}') with ordinality as reviewed (item, place);

create or replace view agreement as
select r.run_id, pair ->> 'a' as model_a, pair ->> 'b' as model_b, (pair ->> 'nTracks')::bigint as n_tracks,
       (pair ->> 'mean')::double precision as jaccard, (pair ->> 'chance')::double precision as chance,
       (pair ->> 'nBothEmpty')::bigint as n_both_empty, (pair ->> 'exactMatchShare')::double precision as exact_match_share,
       v ->> 'vocabulary' as vocabulary, (r.report #>> '{options,topK}')::integer as top_k,
       (r.report #>> '{options,threshold}')::double precision as threshold
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral jsonb_array_elements(v #> '{agreement,pairs}') as pair;

create or replace view tag_agreement as
select r.run_id, tag ->> 'tag' as tag, tag ->> 'category' as category, tag ->> 'en' as name_en, tag ->> 'zh' as name_zh,
       jsonb_array_length(v -> 'raters') - 1::bigint as n_models, (figures ->> 'nTracksSelectedByAny')::bigint as n_any,
       -- Unanimous are the tracks for which all models select the tag, and those for which none does.
       round((figures ->> 'unanimousShare')::double precision * complete.n)::bigint
         - (complete.n - (figures ->> 'nTracksSelectedByAny')::bigint) as n_all,
       (figures ->> 'selected')::double precision / nullif((figures ->> 'nTracksSelectedByAny')::bigint, 0) as mean_models,
       complete.n as n_tracks, (figures ->> 'fleissKappa')::double precision as fleiss_kappa,
       v ->> 'vocabulary' as vocabulary, (r.report #>> '{options,topK}')::integer as top_k,
       (r.report #>> '{options,threshold}')::double precision as threshold
from report r
cross join lateral jsonb_array_elements(r.report -> 'vocabularies') as v
cross join lateral (select (v #>> '{agreement,nCompleteTracks}')::bigint as n) as complete
cross join lateral jsonb_array_elements(v #> '{agreement,tags}') with ordinality as of_tag (figures, position)
cross join lateral (select v -> 'tags' -> (of_tag.position - 1)::integer as tag) as named;

-- Only the former definition of agreement called it.
drop function top_five(smallint[], bit varying);

-- How the work went.

create or replace view failure as
select o.run_id, rt.file, m.name as model, o.code, o.message, o.attempts, o.settled_by, o.settled_at, o.track_id,
       coalesce(substring(rt.file from '^(.*)/'), '') as folder, t.uri
from task_outcome o
join run_track rt on rt.run_id = o.run_id and rt.track_id = o.track_id
join model m on m.id = o.model_id
join track t on t.id = o.track_id
where o.status = 'failed';

create view failure_count as
select run_id, folder, code, count(distinct track_id) as n_files, count(*) as n_tasks, min(message) as for_example,
       min(settled_at) as first_at, max(settled_at) as last_at
from failure
group by run_id, folder, code;

create function throughput(since timestamptz, until timestamptz default now(), run integer default null)
returns table (run_id integer, minute timestamptz, settled_by text, n_tasks bigint, n_tracks bigint)
language sql stable parallel safe
begin atomic
  -- Run by run, because the index on times begins with the run.
  select r.id, settled.minute, settled.settled_by, settled.n_tasks, settled.n_tracks
  from earmark.run r
  cross join lateral (
    select date_trunc('minute', o.settled_at) as minute, o.settled_by, count(*) as n_tasks, count(distinct o.track_id) as n_tracks
    from earmark.task_outcome o
    where o.run_id = r.id and o.attempts > 0 and o.settled_at >= throughput.since and o.settled_at < throughput.until
    group by 1, 2
  ) as settled
  where throughput.run is null or r.id = earmark.known_run(throughput.run)
  order by settled.minute, r.id, settled.settled_by;
end;

-- What they are.

comment on view report_tag is
'One row per reported run, model and tag: what its report says, computed when the
run was complete, with the top k and threshold of the run. The model
"ensemble" is the mean of the models of a vocabulary.';
comment on column report_tag.run_id is
'The run. Join with run.id.';
comment on column report_tag.vocabulary is
'The vocabulary of the tag.';
comment on column report_tag.model is
'Name of the model, or ensemble.';
comment on column report_tag.tag is
'The tag as its data set publishes it.';
comment on column report_tag.category is
'Category of the tag.';
comment on column report_tag.name_en is
'English name of the tag.';
comment on column report_tag.name_zh is
'Chinese name of the tag.';
comment on column report_tag.n_tracks is
'Number of tracks for which the model selects the tag.';
comment on column report_tag.share is
'n_tracks divided by n_scored, in [0, 1].';
comment on column report_tag.mean_score is
'Mean score of the tag over all scored tracks, selected or not.';
comment on column report_tag.n_scored is
'Number of tracks of the run with a prediction of the model.';
comment on column report_tag.top_k is
'A tag must be among so many best tags of a track to count.';
comment on column report_tag.threshold is
'A tag must have this score at least to count.';
comment on view report_histogram is
'One row per reported run, model and interval of 0.05: how many scores are in it.';
comment on column report_histogram.run_id is
'The run. Join with run.id.';
comment on column report_histogram.vocabulary is
'The vocabulary of the model.';
comment on column report_histogram.model is
'Name of the model, or ensemble.';
comment on column report_histogram.from_score is
'Lower end of the interval, which belongs to it.';
comment on column report_histogram.to_score is
'Upper end, which does not, except 1.';
comment on column report_histogram.n_scores is
'Number of scores of (track, tag) pairs in it.';
comment on column report_histogram.n_selected is
'Number of these that are selected.';
comment on view report_review_track is
'One row per reported run, track and model: the 50 tracks on which the models
agree least, with the tags that each model selects.';
comment on column report_review_track.run_id is
'The run. Join with run.id.';
comment on column report_review_track.vocabulary is
'The vocabulary of the models.';
comment on column report_review_track.rank is
'1 is the track on which the models agree least.';
comment on column report_review_track.file is
'The file, relative to the source of the run.';
comment on column report_review_track.uri is
'Address of the file.';
comment on column report_review_track.mean_jaccard is
'Mean Jaccard index over the pairs of models, in [0, 1].';
comment on column report_review_track.model is
'Name of the model, or ensemble.';
comment on column report_review_track.tags is
'Tags that the model selects, the best first. Empty when it selects none.';
comment on view report_review_tag is
'One row per reported run and (track, tag): the 20 on which the models disagree
most.';
comment on column report_review_tag.run_id is
'The run. Join with run.id.';
comment on column report_review_tag.vocabulary is
'The vocabulary of the models.';
comment on column report_review_tag.rank is
'1 is the largest disagreement.';
comment on column report_review_tag.file is
'The file, relative to the source of the run.';
comment on column report_review_tag.uri is
'Address of the file.';
comment on column report_review_tag.tag is
'The tag as its data set publishes it.';
comment on column report_review_tag.selected_by is
'Names of the models that select the tag.';
comment on column report_review_tag.disagreement is
'From 0, all models decide alike, to 1, half of them select the tag.';
comment on column report_review_tag.score_range is
'Largest minus smallest score of the models.';
comment on view agreement is
'One row per reported run and pair of models with the same vocabulary: how
similar the tags are that they select. It is what the report says; a run
without a report has no rows: use pair_agreement(model_a, model_b, run).';
comment on column agreement.n_tracks is
'Number of tracks of the run with predictions of both models.';
comment on column agreement.jaccard is
'Mean over these tracks of the Jaccard index of the two sets of selected tags, in
[0, 1]: the tags in both divided by the tags in at least one. Two empty sets: 1.';
comment on column agreement.chance is
'Mean Jaccard index of the sets of two different tracks: what chance alone gives.';
comment on column agreement.n_both_empty is
'Number of tracks for which neither model selects a tag.';
comment on column agreement.exact_match_share is
'Share of tracks for which both models select the same tags, in [0, 1].';
comment on column agreement.vocabulary is
'The vocabulary of both models.';
comment on column agreement.top_k is
'At most so many best tags of a track are selected.';
comment on column agreement.threshold is
'A tag must have this score at least to be selected.';
comment on view tag_agreement is
'One row per reported run and tag: how many of the models select it. It is what
the report says, over the tracks that all models scored; a run without a
report, or with one model, has no rows.';
comment on column tag_agreement.tag is
'The tag as its data set publishes it.';
comment on column tag_agreement.n_models is
'Number of models of the run whose vocabulary has the tag.';
comment on column tag_agreement.n_any is
'Number of tracks for which at least one model selects the tag.';
comment on column tag_agreement.n_all is
'Number of tracks for which all models select the tag.';
comment on column tag_agreement.mean_models is
'Number of models that select the tag, as the mean over the n_any tracks. Null
when no model ever selects it.';
comment on column tag_agreement.n_tracks is
'Number of tracks that all of these models scored.';
comment on column tag_agreement.fleiss_kappa is
'Agreement beyond chance, at most 1. Null when the tag is selected always or never.';
comment on column tag_agreement.vocabulary is
'The vocabulary of the tag.';
comment on column tag_agreement.top_k is
'At most so many best tags of a track are selected.';
comment on column tag_agreement.threshold is
'A tag must have this score at least to be selected.';

comment on view failure is
'One row per failed task, which is one model of one file: count(distinct track_id)
counts files, count(*) counts tasks. Filter by run_id. A task that a later run
settled stays here for its own run.';
comment on column failure.folder is
'Folder of the file, relative to the source. Empty at the top.';
comment on column failure.uri is
'Address of the file.';
comment on view failure_count is
'One row per run, folder and failure code: how many files and tasks failed.
Filter by run_id. A folder without failures has no row.';
comment on column failure_count.run_id is
'The run. Join with run.id.';
comment on column failure_count.folder is
'Folder of the files, relative to the source. Empty at the top.';
comment on column failure_count.code is
'Failure code; docs/operations.md says what to do about each one.';
comment on column failure_count.n_files is
'Number of files with failed tasks.';
comment on column failure_count.n_tasks is
'Number of failed tasks: files times models.';
comment on column failure_count.for_example is
'The reason of one of them.';
comment on column failure_count.first_at is
'Time at which the first of them failed.';
comment on column failure_count.last_at is
'Time at which the last of them failed.';
comment on view coverage is
'One row per run and model: how many tasks have which outcome. Filter by run_id.
n_reused counts results that existed before the run: they took no work.';
comment on view throughput is
'One row per run, minute and program: what the program settled in that minute.
Tasks that were settled during planning are left out; a minute without settled
tasks has no row. Filter by run_id. For a time window use the function
throughput(since, until, run), which reads only that window.';
comment on function throughput is
'As the view throughput, for the time from since to until (now, by default) of one
run or of all: throughput(now() - interval ''1 hour''). Reads only that window.';

-- As in 0006: the role can read what is new, and call it. Where an administrator has to make the role, the administrator
-- gives it these rights too.
do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    grant select on all tables in schema earmark to earmark_reader;
    grant execute on all functions in schema earmark to earmark_reader;
    begin
      comment on role earmark_reader is
        'Reads the schema earmark and writes nothing. "earmark ledger add-reader NAME" makes a member that can log in.';
    exception
      when insufficient_privilege then
        null; -- Another user of this server made the role.
    end;
  end if;
exception
  when insufficient_privilege then
    raise notice 'Role earmark_reader got no rights on what is new: this user may not grant them.';
end
$$;
