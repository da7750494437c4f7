-- The ledger: the only truth about what is tagged. A queue only says who works on it next.
-- Assumes an empty schema "earmark" and the search path set to it. Applied once, in one transaction.

create table vocabulary (
  id text primary key,
  n_tags smallint not null check (n_tags > 0)
);
comment on table vocabulary is 'An ordered list of tags; a model scores all tags of one vocabulary.';
comment on column vocabulary.id is 'Name of the list, e.g. jamendo-top50.';
comment on column vocabulary.n_tags is 'Number of tags, which is the length of every probabilities array of its models.';

create table tag (
  vocabulary_id text not null references vocabulary,
  position smallint not null check (position > 0),
  tag text not null,
  category text not null,
  name_en text not null,
  name_zh text not null,
  primary key (vocabulary_id, position),
  unique (vocabulary_id, tag)
);
comment on table tag is 'The tags of each vocabulary, in the order in which models score them.';
comment on column tag.vocabulary_id is 'The vocabulary it belongs to.';
comment on column tag.position is 'Place in the vocabulary, from 1: the index into prediction.probabilities.';
comment on column tag.tag is 'The tag as published, e.g. genre---rock.';
comment on column tag.category is 'genre, instrument, mood/theme, or tag where the data set has no categories.';
comment on column tag.name_en is 'English display name.';
comment on column tag.name_zh is 'Chinese display name.';

create table model (
  id smallint generated always as identity primary key,
  name text not null,
  weights_sha256 text not null,
  profile text not null,
  scoring text not null,
  architecture text not null,
  vocabulary_id text not null references vocabulary,
  input_length integer not null,
  published boolean not null,
  demonstration boolean not null,
  unique (name, weights_sha256, profile, scoring)
);
comment on table model is 'One row per model, weights and way of scoring; other weights are another model.';
comment on column model.id is 'Number of the model; predictions are partitioned by it.';
comment on column model.name is 'Dataset and architecture, e.g. jamendo/crnn.';
comment on column model.weights_sha256 is 'SHA-256 of the checkpoint file the model was converted from.';
comment on column model.profile is 'Version of the conversion to ONNX.';
comment on column model.scoring is 'Version of the rule that makes one score of a track from its chunks.';
comment on column model.architecture is 'Network architecture, e.g. crnn.';
comment on column model.vocabulary_id is 'The tags it scores.';
comment on column model.input_length is 'Samples at 16 kHz that it reads at once (one chunk).';
comment on column model.published is 'Whether the weights are the published ones, byte for byte.';
comment on column model.demonstration is 'Whether it is the small model that ships to be tried, not to be relied on.';

create table track (
  id bigint generated always as identity primary key,
  uri text not null,
  version text not null,
  size_bytes bigint not null,
  content_sha256 bytea,
  duration_seconds real,
  metadata jsonb not null default '{}',
  first_seen_at timestamptz not null default now(),
  unique (uri, version)
);
create index track_content on track (content_sha256);
comment on table track is 'One row per version of an audio file; changed bytes are another track.';
comment on column track.id is 'Number of the track.';
comment on column track.uri is 'Where it lies: file:///... or s3://bucket/key.';
comment on column track.version is 'What tells versions apart: size and modification time of a file, ETag of an object.';
comment on column track.size_bytes is 'Size of the file in bytes.';
comment on column track.content_sha256 is 'SHA-256 of the bytes; null until it was read.';
comment on column track.duration_seconds is 'Length of the decoded audio in seconds; null until it was decoded.';
comment on column track.metadata is 'What the corpus says of it (artist, album, tags ...), as given.';
comment on column track.first_seen_at is 'When it was first listed.';

create table run (
  id integer generated always as identity primary key,
  source text not null,
  fingerprint text not null,
  options jsonb not null,
  state text not null default 'planning' check (state in ('planning', 'running', 'complete', 'cancelled')),
  n_tracks bigint not null default 0,
  n_tasks bigint not null default 0,
  n_settled bigint not null default 0,
  n_failed bigint not null default 0,
  enqueued_to bigint not null default 0,
  created_at timestamptz not null default now(),
  planned_at timestamptz,
  completed_at timestamptz
);
create index run_fingerprint on run (fingerprint);
comment on table run is 'One corpus tagged with some models. A task is one (track, model) of it.';
comment on column run.id is 'Number of the run.';
comment on column run.source is 'The folder, list file or bucket it tags.';
comment on column run.fingerprint is 'Hash of what decides its tasks; the same command finds its unfinished run by it.';
comment on column run.options is 'Options it was started with.';
comment on column run.state is 'planning (being listed), running, complete (every task settled) or cancelled.';
comment on column run.n_tracks is 'Tracks planned.';
comment on column run.n_tasks is 'Tasks planned: tracks times models.';
comment on column run.n_settled is 'Tasks that ended: tagged, reused or failed.';
comment on column run.n_failed is 'Tasks that ended as failed.';
comment on column run.enqueued_to is 'Tracks up to this id were handed to the queue; kept by the aggregator.';
comment on column run.created_at is 'When the command was first given.';
comment on column run.planned_at is 'When listing and planning ended.';
comment on column run.completed_at is 'When its last task was settled.';

create table run_model (
  run_id integer not null references run on delete cascade,
  model_id smallint not null references model,
  position smallint not null,
  primary key (run_id, model_id)
);
comment on table run_model is 'The models of a run.';
comment on column run_model.run_id is 'The run.';
comment on column run_model.model_id is 'A model of it.';
comment on column run_model.position is 'Order of the models in reports, from 1.';

create table run_track (
  run_id integer not null references run on delete cascade,
  track_id bigint not null references track,
  file text collate "C" not null,
  primary key (run_id, track_id),
  unique (run_id, file)
);
comment on table run_track is 'The tracks of a run.';
comment on column run_track.run_id is 'The run.';
comment on column run_track.track_id is 'A track of it.';
comment on column run_track.file is 'Path or key of the track relative to the source of the run, with /.';

create table task_outcome (
  run_id integer not null references run on delete cascade,
  track_id bigint not null references track,
  model_id smallint not null references model,
  status text not null check (status in ('tagged', 'reused', 'failed')),
  code text,
  message text,
  attempts smallint not null,
  worker text not null,
  settled_at timestamptz not null default now(),
  primary key (run_id, track_id, model_id),
  check ((status = 'failed') = (code is not null))
);
create index task_outcome_failed on task_outcome (run_id, code) where status = 'failed';
comment on table task_outcome is 'How each task ended; a task without a row is still owed.';
comment on column task_outcome.run_id is 'The run.';
comment on column task_outcome.track_id is 'The track of the task.';
comment on column task_outcome.model_id is 'The model of the task.';
comment on column task_outcome.status is 'tagged (computed now), reused (stored before for this content and these weights) or failed.';
comment on column task_outcome.code is 'Failure code, e.g. AUDIO_UNDECODABLE; null unless failed.';
comment on column task_outcome.message is 'What went wrong, in a sentence; null unless failed.';
comment on column task_outcome.attempts is 'Times it was tried; 0 when it was settled while planning.';
comment on column task_outcome.worker is 'Who settled it: host and process id.';
comment on column task_outcome.settled_at is 'When it was settled.';

create table tagger (
  id smallint generated always as identity primary key,
  decoder text not null,
  resampler text not null,
  device text not null,
  runtime text not null,
  earmark_version text not null,
  unique (decoder, resampler, device, runtime, earmark_version)
);
comment on table tagger is 'The software a prediction was made with.';
comment on column tagger.id is 'Number of the combination.';
comment on column tagger.decoder is 'Audio decoder and its version.';
comment on column tagger.resampler is 'Resampler to 16 kHz.';
comment on column tagger.device is 'Where the network ran: cpu, cuda or webgpu.';
comment on column tagger.runtime is 'onnxruntime and its version.';
comment on column tagger.earmark_version is 'Version of Earmark.';

create table prediction (
  model_id smallint not null references model,
  track_id bigint not null references track,
  probabilities real[] not null,
  top_tags smallint[] not null,
  n_chunks smallint not null,
  tagger_id smallint not null references tagger,
  tagged_at timestamptz not null default now(),
  primary key (model_id, track_id)
) partition by list (model_id);
comment on table prediction is 'What a model says of a track. One partition per model. See the views probability and top_tag.';
comment on column prediction.model_id is 'The model.';
comment on column prediction.track_id is 'The track.';
comment on column prediction.probabilities is 'Probability of every tag, in vocabulary order: probabilities[tag.position].';
comment on column prediction.top_tags is 'Positions of the ten most probable tags, best first.';
comment on column prediction.n_chunks is 'Chunks averaged: 16, or 1 for a track shorter than a chunk.';
comment on column prediction.tagger_id is 'The software it was made with.';
comment on column prediction.tagged_at is 'When it was computed.';

create table report (
  run_id integer primary key references run on delete cascade,
  report jsonb not null,
  created_at timestamptz not null default now()
);
comment on table report is 'The computed report of a complete run.';
comment on column report.run_id is 'The run.';
comment on column report.report is 'The content of report.json.';
comment on column report.created_at is 'When it was computed.';
