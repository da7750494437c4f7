-- Makes the role earmark_writer, by which programs write the ledger without owning it: they cannot change its schema,
-- empty a table or give rights away. Assumes 0001 to 0015 and a search path that begins with earmark. Only the owner
-- of prediction can add a partition for a new model, so a function does it with the rights of the owner.

create function add_partition(of_model smallint) returns void
language plpgsql security definer set search_path = earmark, pg_temp as $$
declare
  name text;
  -- A user who may not create a schema has no other for the partitions.
  in_schema text := case when has_schema_privilege(to_regnamespace('earmark_partitions'), 'create')
                         then 'earmark_partitions' else 'earmark' end;
  partition text := 'prediction_' || of_model;
begin
  select m.name into strict name from model m where m.id = of_model;
  execute format('create table %I.%I partition of prediction for values in (%s)', in_schema, partition, of_model);
  execute format('comment on table %I.%I is %L', in_schema, partition,
                 format('Predictions of model %s, %s.', of_model, name));
end
$$;
comment on function add_partition is
'For programs: makes the partition of prediction for a model that is new in the
table model. Analysts need it never.';
revoke all on function add_partition from public;

do $$
begin
  if exists (select from pg_roles where rolname = 'earmark_reader') then
    revoke all on function add_partition from earmark_reader;
  end if;
  if not exists (select from pg_roles where rolname = 'earmark_writer') then
    begin
      create role earmark_writer nologin;
      comment on role earmark_writer is
        'Writes the schema earmark and cannot change it. "earmark ledger add-writer NAME" makes a member that can log in.';
    exception
      when duplicate_object or unique_violation then
        null; -- Another database of this server made it at this moment.
    end;
  end if;
  grant usage on schema earmark to earmark_writer;
  grant select, insert, update, delete on all tables in schema earmark to earmark_writer;
  revoke insert, update, delete on migration from earmark_writer;
  grant usage on all sequences in schema earmark to earmark_writer;
  grant execute on all functions in schema earmark to earmark_writer;
  alter default privileges in schema earmark grant select, insert, update, delete on tables to earmark_writer;
  alter default privileges in schema earmark grant usage on sequences to earmark_writer;
  alter default privileges in schema earmark grant execute on functions to earmark_writer;
exception
  when insufficient_privilege then
    raise notice 'Role earmark_writer was not made: this user may not create roles.';
end
$$;
