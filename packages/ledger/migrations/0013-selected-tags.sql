-- How often models select each tag, and how alike they select: the top k and the threshold that reports apply are
-- applied here as well. Assumes 0001 to 0012 and a search path that begins with earmark. The view tag_frequency keeps its
-- columns, in their order, and gets more at its end.

create function tag_frequency(model text, run integer default null, top_k integer default null, threshold real default null)
returns table (tag text, category text, name_en text, name_zh text, n_tracks bigint, share double precision, n_scored bigint,
               used_top_k integer, used_threshold real)
language plpgsql stable parallel safe rows 50 as $$
#variable_conflict use_column
declare
  rule record;
begin
  select * into rule from earmark.selection($2, $3, $4);
  return query execute format(
    'with counted as (
       select selected.position, count(*) as n
       from (
         select unnest(p.top_tags[1:earmark.n_selected(p.scores, p.top_tags, $1, $2)]) as position
         from earmark.prediction p
         join %2$s as c on c.track_id = p.track_id
         where p.model_id = %1$s
       ) as selected
       group by selected.position
     ), scored as (
       select count(*) as n
       from earmark.prediction p
       join %2$s as c on c.track_id = p.track_id
       where p.model_id = %1$s
     )
     select g.tag, g.category, g.name_en, g.name_zh, coalesce(counted.n, 0),
            coalesce(counted.n, 0)::double precision / nullif(scored.n, 0), scored.n, $1, $2
     from scored
     join earmark.model m on m.id = %1$s
     join earmark.tag g on g.vocabulary_id = m.vocabulary_id
     left join counted on counted.position = g.position
     order by counted.n desc nulls last, g.position',
    earmark.model_id($1, $2), earmark.tracks_of($2)) using rule.k, rule.least_score;
end
$$;

create or replace view tag_frequency as
select m.name as model, m.id as model_id, f.tag, f.category, f.name_en, f.name_zh, f.n_tracks, f.share, f.n_scored,
       f.used_top_k as top_k, f.used_threshold as threshold
from model m
cross join lateral tag_frequency(m.name) as f
where m.is_current and f.n_tracks > 0;

create function pair_agreement(model_a text, model_b text, run integer default null, top_k integer default null,
                               threshold real default null)
returns table (n_tracks bigint, jaccard double precision, n_both_empty bigint, exact_match_share double precision,
               used_top_k integer, used_threshold real)
language plpgsql stable parallel safe rows 1 as $$
declare
  id_a smallint := earmark.model_id(model_a, run);
  id_b smallint := earmark.model_id(model_b, run);
  rule record;
begin
  if (select count(distinct m.vocabulary_id) from earmark.model m where m.id in (id_a, id_b)) > 1 then
    raise exception 'The models % and % score different vocabularies: their tags cannot be compared.', model_a, model_b
      using errcode = 'invalid_parameter_value';
  end if;
  select * into rule from earmark.selection($3, $4, $5);
  return query execute format(
    'with sets as (
       select a.top_tags[1:earmark.n_selected(a.scores, a.top_tags, $1, $2)] as a,
              b.top_tags[1:earmark.n_selected(b.scores, b.top_tags, $1, $2)] as b
       from earmark.prediction a
       join earmark.prediction b on b.track_id = a.track_id
       join %s as c on c.track_id = a.track_id
       where a.model_id = %s and b.model_id = %s
       offset 0 -- Each set is computed once.
     ), compared as (
       select cardinality(a) + cardinality(b) as n_both, (select count(*) from unnest(a) as tag where tag = any (b)) as n_shared
       from sets
       offset 0
     )
     select count(*), avg(case n_both when 0 then 1 else n_shared::double precision / (n_both - n_shared) end),
            count(*) filter (where n_both = 0), avg((n_both = 2 * n_shared)::integer)::double precision, $1, $2
     from compared',
    earmark.tracks_of($3), id_a, id_b) using rule.k, rule.least_score;
end
$$;

create function cooccurrence(model text, run integer default null, top_k integer default null, threshold real default null)
returns table (tag_a text, tag_b text, n_tracks bigint, n_tracks_a bigint, n_tracks_b bigint, lift double precision)
language plpgsql stable parallel safe as $$
declare
  rule record;
begin
  select * into rule from earmark.selection(run, top_k, threshold);
  return query execute format(
    'with selected as materialized (
       select p.top_tags[1:earmark.n_selected(p.scores, p.top_tags, $1, $2)] as tags
       from earmark.prediction p
       join %2$s as c on c.track_id = p.track_id
       where p.model_id = %1$s
     ), single as (
       select position, count(*) as n from (select unnest(tags) as position from selected) as each group by position
     ), pair as (
       select a, b, count(*) as n
       from (select a, unnest(tags) as b from (select tags, unnest(tags) as a from selected) as first) as both_tags
       where a < b
       group by a, b
     )
     select tag_a.tag, tag_b.tag, pair.n, single_a.n, single_b.n,
            pair.n::double precision * (select count(*) from selected) / (single_a.n * single_b.n)
     from pair
     join single as single_a on single_a.position = pair.a
     join single as single_b on single_b.position = pair.b
     join earmark.model m on m.id = %1$s
     join earmark.tag tag_a on tag_a.vocabulary_id = m.vocabulary_id and tag_a.position = pair.a
     join earmark.tag tag_b on tag_b.vocabulary_id = m.vocabulary_id and tag_b.position = pair.b
     order by pair.n desc, pair.a, pair.b',
    earmark.model_id(model, run), earmark.tracks_of(run)) using rule.k, rule.least_score;
end
$$;

create function calibration(model text, run integer default null, n_intervals integer default 10)
returns table (from_score double precision, to_score double precision, n_scores bigint, mean_score double precision,
               n_with_tag bigint, share_with_tag double precision)
language plpgsql stable parallel safe rows 10 as $$
begin
  return query execute format(
    -- The tracks to which the corpus gives at least one tag of the vocabulary, with the positions of these tags.
    'with given as (
       select t.id, array_agg(distinct g.position) as positions
       from %2$s as c
       join earmark.track t on t.id = c.track_id
       cross join lateral jsonb_array_elements_text(
         case jsonb_typeof(t.metadata -> ''tags'') when ''array'' then t.metadata -> ''tags'' end) as listed (tag)
       join earmark.model m on m.id = %1$s
       join earmark.tag g on g.vocabulary_id = m.vocabulary_id and g.tag = listed.tag
       group by t.id
     ), described as materialized (
       select p.scores, given.positions
       from given
       join earmark.prediction p on p.track_id = given.id and p.model_id = %1$s
     ), all_scores as (
       select least(width_bucket(score, 0, 1, $1), $1) as interval, count(*) as n, avg(score) as mean
       from (select unnest(scores)::double precision as score from described) as each
       group by interval
     ), with_tag as (
       select least(width_bucket(score, 0, 1, $1), $1) as interval, count(*) as n
       from (
         select scores[position]::double precision as score
         from (select scores, unnest(positions) as position from described) as given_tag
       ) as each
       group by interval
     )
     select (a.interval - 1) / $1::double precision, a.interval / $1::double precision, a.n, a.mean, coalesce(w.n, 0),
            coalesce(w.n, 0)::double precision / a.n
     from all_scores a
     left join with_tag w using (interval)
     order by interval',
    earmark.model_id(model, run), earmark.tracks_of(run)) using n_intervals;
end
$$;

create function squared_distance(scores real[]) returns text
language sql immutable parallel safe
begin atomic
  -- Written out term by term, as an expression on p.scores: unnest takes eight times as long.
  select string_agg(format('power(p.scores[%s] - %s::double precision, 2)', i, score::double precision), ' + ' order by i)
  from unnest(scores) with ordinality as of_tag (score, i);
end;

create function nearest_tracks(model text, of_track bigint, n_tracks bigint default 10, run integer default null)
returns table (track_id bigint, uri text, distance double precision, is_copy boolean)
language plpgsql stable parallel safe rows 10 as $$
#variable_conflict use_column
declare
  models smallint[];
  distances text;
begin
  -- Without a model all current ones count, of those that scored the track.
  if $1 is not null then
    models := array[earmark.model_id($1, $4)];
  else
    select array_agg(o.model_id) into models from earmark.models_of($4) as o;
  end if;
  select string_agg(format('select p.track_id, %s as squared from earmark.prediction p where p.model_id = %s',
                           earmark.squared_distance(p.scores), p.model_id), ' union all ' order by p.model_id),
         array_agg(p.model_id)
  into distances, models
  from earmark.prediction p
  where p.track_id = $2 and p.model_id = any (models);
  if distances is null then
    raise exception 'There is no prediction of % for track %.', coalesce($1, 'any model'), $2
      using errcode = 'invalid_parameter_value';
  end if;
  return query execute format(
    'select nearest.track_id, t.uri, sqrt(nearest.squared), coalesce(t.content_sha256 = here.content_sha256, false)
     from (
       select each.track_id, sum(each.squared) as squared
       from (%s) as each
       join %s as c on c.track_id = each.track_id
       where each.track_id <> $1
       group by each.track_id
       having count(*) = $2
       order by squared, each.track_id
       limit $3
     ) as nearest
     join earmark.track t on t.id = nearest.track_id
     join earmark.track here on here.id = $1
     order by nearest.squared, nearest.track_id', distances, earmark.tracks_of($4)) using $2, cardinality(models), $3;
end
$$;

create function nearest_tracks(model text, of_uri text, n_tracks bigint default 10, run integer default null)
returns table (track_id bigint, uri text, distance double precision, is_copy boolean)
language plpgsql stable parallel safe rows 10 as $$
#variable_conflict use_column
declare
  id bigint;
begin
  select t.id into id
  from earmark.track t
  join earmark.collection($4) as c on c.track_id = t.id
  where t.uri = $2;
  if id is null then
    raise exception 'There is no track with the address "%" in the %.', $2,
        case when $4 is null then 'current collection' else 'run' end
      using errcode = 'invalid_parameter_value', hint = 'See: select uri from earmark.track_info';
  end if;
  return query select * from earmark.nearest_tracks($1, id, $3, $4);
end
$$;

create function jaccard(a bit varying, b bit varying) returns double precision
language sql immutable parallel safe
return case bit_count(a | b) when 0 then 1 else bit_count(a & b)::double precision / bit_count(a | b) end;

create function disagreement(run integer default null, n_tracks bigint default 50, top_k integer default null,
                             threshold real default null)
returns table (track_id bigint, uri text, vocabulary text, mean_jaccard double precision, n_tags bigint, n_models integer)
language plpgsql stable parallel safe rows 50 as $$
#variable_conflict use_column
declare
  rule record;
  of_vocabulary record;
  tag_set text;
  sets text;
  pairs text;
  total text;
begin
  select * into rule from earmark.selection($1, $3, $4);
  for of_vocabulary in
    select v.id, v.n_tags, v.no_tags, array_agg(m.id order by o.place, m.id) as models
    from earmark.models_of($1) as o
    join earmark.model m on m.id = o.model_id
    join earmark.vocabulary v on v.id = m.vocabulary_id
    group by v.id, v.n_tags, v.no_tags
    having count(*) > 1
    order by v.id
  loop
    -- The selected tags of a prediction as a set with one bit per tag.
    tag_set := format('%L::bit varying', of_vocabulary.no_tags);
    for rank in 1 .. least(rule.k, of_vocabulary.n_tags) loop
      tag_set := format('set_bit(%s, p.top_tags[%s] - 1, (p.scores[p.top_tags[%2$s]] >= $1)::integer)', tag_set, rank);
    end loop;
    select string_agg(format(
      'left join (select p.track_id, %s as tags from earmark.prediction p where p.model_id = %s) as m%2$s using (track_id)',
      tag_set, id), ' ')
    into sets
    from unnest(of_vocabulary.models) as id;
    select string_agg(format('earmark.jaccard(tags_%s, tags_%s) as jaccard_%1$s_%2$s', a, b), ', ' order by i, j),
           string_agg(format('coalesce(jaccard_%s_%s, 0)', a, b), ' + ' order by i, j)
    into pairs, total
    from unnest(of_vocabulary.models) with ordinality as x (a, i)
    join unnest(of_vocabulary.models) with ordinality as y (b, j) on i < j;
    return query execute (
      -- offset 0: what a subquery computes is computed once.
      select format(
        'select worst.track_id, t.uri, %L, worst.mean, worst.n_tags, worst.n_models
         from (
           select track_id, (%s) / nullif(n_models * (n_models - 1) / 2, 0) as mean, n_tags, n_models
           from (
             select track_id, %s, num_nonnulls(%s) as n_models, bit_count(%s) as n_tags
             from (select c.track_id, %s from %s as c %s offset 0) as of_track
             offset 0
           ) as compared
           where n_models > 1
           order by mean, track_id
           limit $2
         ) as worst
         join earmark.track t on t.id = worst.track_id
         order by worst.mean, worst.track_id',
        of_vocabulary.id, total, pairs, string_agg(format('tags_%s', id), ', '),
        string_agg(format('coalesce(tags_%s, %L)', id, of_vocabulary.no_tags), ' | '),
        string_agg(format('m%s.tags as tags_%1$s', id), ', '), earmark.tracks_of($1), sets)
      from unnest(of_vocabulary.models) as id)
    using rule.least_score, $2;
  end loop;
end
$$;

-- What they are.

comment on view tag_frequency is
'One row per current model and tag: how many tracks have the tag among the best
5 with a score of at least 0.1. Only the current collection. For a run, or
another selection, use the function tag_frequency(model, run, top_k, threshold).';
comment on column tag_frequency.n_tracks is
'Number of tracks for which the model selects the tag.';
comment on column tag_frequency.share is
'n_tracks divided by n_scored, in [0, 1].';
comment on column tag_frequency.tag is
'The tag as its data set publishes it. A tag that is selected for no track has
no row; the function tag_frequency has rows for these too.';
comment on column tag_frequency.n_scored is
'Number of tracks with a prediction of the model.';
comment on column tag_frequency.top_k is
'A tag must be among so many best tags of a track to count: 5.';
comment on column tag_frequency.threshold is
'A tag must have this score at least to count: 0.1.';
comment on function tag_frequency is
'One row per tag of a model: how many tracks have it among the best top_k tags
with a score of at least the threshold. Of the current collection, or of a
run, with the options of the run: as in its report. The last columns say
which selection was applied.';
comment on function pair_agreement is
'How similar the tags are that two models select for the same tracks: the mean
Jaccard index, in [0, 1]. Two empty selections agree. Of the current
collection, or of a run with its options. For all pairs of a reported run see
the view agreement.';
comment on function cooccurrence is
'One row per pair of tags that a model selects for the same track. lift is
n_tracks divided by the number that is expected if both were independent:
above 1 they attract each other. Of the current collection, or of a run.';
comment on function calibration is
'Scores of a model compared with the tags that the corpus gives, by interval of
the score: in a calibrated model share_with_tag is near mean_score. Counts
(track, tag) pairs of the tracks with a tag of the vocabulary in the corpus.';
comment on function squared_distance is
'Squared Euclidean distance to some scores, as an SQL expression on p.scores.';
comment on function nearest_tracks(text, bigint, bigint, integer) is
'The n_tracks tracks whose scores are most similar to those of a track: by the
Euclidean distance over all tags. With null as the model over all current
models that scored the track. is_copy: the file has the same bytes.';
comment on function nearest_tracks(text, text, bigint, integer) is
'The same for the track with an address, e.g.
nearest_tracks(''jamendo/crnn'', ''s3://bucket/a.mp3'').';
comment on function jaccard is
'Jaccard index of two sets with one bit per tag: 1 when both are empty.';
comment on function disagreement is
'The n_tracks tracks on which the models of a run disagree most: mean_jaccard is
the mean over all pairs of models of one vocabulary, n_tags the number of
different tags that they select. Without a run: the current models.';
comment on column vocabulary.no_tags is
'A bit string with one bit per tag, all 0: an empty set of tags.';
