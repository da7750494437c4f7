-- How loud the audio of a track is, so that a track without sound is not mistaken for music that a model finds quiet.
-- Assumes 0001 to 0009. Guarantees that all rows stay; the new columns of tracks that were decoded before are null.

alter table track
  add column peak_dbfs real,
  add column loudness_dbfs real,
  add column silent_share real check (silent_share between 0 and 1),
  add column clipped_share real check (clipped_share between 0 and 1),
  add column is_silent boolean generated always as (loudness_dbfs < -60) stored;

comment on column track.peak_dbfs is
  'Largest absolute sample of what the models read, in dB relative to full scale: the mean of the channels at 16 kHz. -150 for digital '
  'silence. Null until a worker has decoded the file.';
comment on column track.loudness_dbfs is
  'Root of the mean square of the samples, in dB relative to full scale: music is mostly between -30 and -6. -150 for digital silence. Null '
  'until a worker has decoded the file.';
comment on column track.silent_share is
  'Share of the samples below half a step of 16 bits, from 0 to 1. Null until a worker has decoded the file.';
comment on column track.clipped_share is
  'Share of the samples at full scale or beyond after the channels were averaged, from 0 to 1: a recording may be clipped in one channel '
  'and not count here. Null until a worker has decoded the file.';
comment on column track.is_silent is
  'True when loudness_dbfs is below -60: the track has no sound, or nearly none, or its channels cancel each other. Its scores say nothing '
  'about music: leave it out with where is_silent is not true. Null until a worker has decoded the file.';
comment on column track.version is
  'Version of the file: size and modification time of a file in a folder; of an object in S3 the ETag, or size and modification time where '
  'the store has none. Unique for a uri.';
