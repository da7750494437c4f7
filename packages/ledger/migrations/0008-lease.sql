-- Lets one of several aggregators serve the metrics of the whole ledger. Assumes 0001.

create table lease (
  name text primary key,
  holder text not null,
  expires_at timestamptz not null
);
comment on table lease is 'A duty that one program at a time has, such as serving the metrics of the whole ledger.';
comment on column lease.name is 'The duty: metrics.';
comment on column lease.holder is 'Host and process id of the program that has it.';
comment on column lease.expires_at is 'Time at which another program may take over; the holder extends it while it works.';
