-- A name for the state of a practice's schedule, so that the application may remember what it read of services,
-- people, rooms and hours. Every transaction that changes one of them gives the schedule a new version at its commit;
-- the query that reads busy times says which version holds in its own snapshot, and facts of another one are read
-- again. What is remembered is therefore never older than what it is used with.

set role private_owner;

create table private.schedule_versions (
  tenant_id uuid primary key,
  -- The transaction that changed it last: no two states of a schedule share one.
  version bigint not null
);
comment on table private.schedule_versions is 'Which transaction changed the schedule of a practice last.';
grant select, insert, update on private.schedule_versions to context_owner;

reset role;
set role context_owner;

create function private.note_schedule_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into private.schedule_versions as v (tenant_id, version)
  values (case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end,
    pg_current_xact_id()::text::bigint)
  on conflict (tenant_id) do update set version = excluded.version where v.version <> excluded.version;
  return null;
end
$$;
grant execute on function private.note_schedule_change() to holdfast_owner;

create function app.schedule_version() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select v.version from private.schedule_versions v where v.tenant_id = (select app.tenant_id())
$$;
comment on function app.schedule_version() is 'Version of the proven tenant''s schedule in the snapshot of the asking statement.';
grant execute on function app.schedule_version() to app_guest, app_member, app_job;

reset role;
set role holdfast_owner;

-- Deferred, as the audit log is and behind it: at commit, and in one order of locks. `ENABLE ALWAYS`, or a change made
-- under session_replication_role = replica would never be noticed.
do $$
declare
  t text;
begin
  foreach t in array array['tenants', 'locations', 'practitioners', 'services', 'service_practitioners', 'resources',
    'service_resource_kinds', 'weekly_hours', 'date_overrides', 'time_off', 'holidays'] loop
    execute format('create constraint trigger _950_schedule_version after insert or update or delete on app.%I '
      'deferrable initially deferred for each row execute function private.note_schedule_change()', t);
    execute format('alter table app.%I enable always trigger _950_schedule_version', t);
  end loop;
end
$$;

reset role;
