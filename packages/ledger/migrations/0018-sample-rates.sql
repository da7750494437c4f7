-- Says of each model at which rate it reads audio. Assumes 0001 to 0017. Guarantees that all rows stay: every model
-- that was registered before reads 16 kHz, and so does one that a program of an earlier version registers.

alter table model add column sample_rate integer not null default 16000 check (sample_rate > 0);

comment on column model.sample_rate is
'Rate in Hz of the audio that the model reads. Files are decoded to it.';
comment on column model.input_length is
'Length of a chunk, which is the input of the network: a number of samples at
sample_rate. In seconds: input_length::float / sample_rate.';
comment on column software.resampler is
'Resampler that converts the audio to the rates that models read.';
comment on column track.peak_dbfs is
'Largest absolute sample of what the models read, in dB relative to full scale: the
mean of the channels at 16 kHz, or at another rate when none of the models that
scored the track reads that. -150 for digital silence. Null until a worker has
decoded the file.';
