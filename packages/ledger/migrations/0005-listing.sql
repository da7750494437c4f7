-- Tells a run whose producer died while it listed the source anew from one that is being listed. Assumes 0001.

alter table run add column listed_at timestamptz;
comment on column run.listed_at is
  'Last sign of life of a producer that lists its source; null before there was one.';
