-- Keeps addresses of any length unique: that of a path of 4,096 bytes has up to 12,295 characters, and an entry of an
-- index at most 2,704 bytes. Assumes 0001.

alter table track drop constraint track_uri_version_key;
create unique index track_address on track (md5(uri), version);
comment on index track_address is
  'Finds the track of an address: where md5(uri) = md5(...) and uri = ... and version = ....';
