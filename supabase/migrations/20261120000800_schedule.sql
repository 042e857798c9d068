-- When practitioners work. Wall times here, instants nowhere: a rule such as "Mondays from nine" means nine on
-- the clock of the location, also after a government moves that clock. All conversion happens in the
-- application (lib/availability), because Postgres and Node carry different zone data.

set role holdfast_owner;

create table app.weekly_hours (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  practitioner_id uuid not null,
  location_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  start_wall text not null check (start_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  end_wall text not null check (end_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$'),
  check (end_wall > start_wall),
  primary key (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id)
);
create index weekly_hours_practitioner on app.weekly_hours (tenant_id, practitioner_id, weekday);
create index weekly_hours_location on app.weekly_hours (tenant_id, location_id);
comment on table app.weekly_hours is 'Regular hours. ISO weekday 1 = Monday; wall times HH:MM of the location.';

create table app.date_overrides (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  practitioner_id uuid not null,
  on_date date not null,
  start_wall text check (start_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  end_wall text check (end_wall ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$'),
  check ((start_wall is null) = (end_wall is null) and (start_wall is null or end_wall > start_wall)),
  primary key (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id)
);
create index date_overrides_practitioner on app.date_overrides (tenant_id, practitioner_id, on_date);
comment on table app.date_overrides is 'Hours of one date in place of the weekly ones; without times, the date is closed.';

create table app.time_off (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  practitioner_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references app.practitioners (tenant_id, id)
);
create index time_off_practitioner on app.time_off (tenant_id, practitioner_id, starts_at);
comment on table app.time_off is 'Away. No reason is stored: why somebody is away is nobody''s business.';

create table app.holidays (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  location_id uuid not null,
  on_date date not null,
  name text not null check (char_length(name) between 1 and 120),
  primary key (tenant_id, id),
  unique (tenant_id, location_id, on_date),
  foreign key (tenant_id, location_id) references app.locations (tenant_id, id)
);
comment on table app.holidays is 'Days on which a location is closed.';

do $$
declare
  t text;
begin
  foreach t in array array['weekly_hours', 'date_overrides', 'time_off', 'holidays'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy wall on app.%I as restrictive for all to app_guest, app_member, app_job '
      'using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', t);
    -- In the words of the wall: one verification for both (see app.tenants).
    execute format('create policy select_guest on app.%I for select to app_guest using (tenant_id = (select app.tenant_id()))', t);
    execute format('create policy select_staff on app.%I for select to app_member, app_job using ((select app.can(''schedule:read'')))', t);
    execute format('create policy insert_staff on app.%I for insert to app_member with check ((select app.can(''schedule:write'')))', t);
    execute format('create policy delete_staff on app.%I for delete to app_member using ((select app.can(''schedule:write'')))', t);
    execute format('grant select on app.%I to app_guest, app_member, app_job', t);
    execute format('grant insert, delete on app.%I to app_member', t);
  end loop;
end
$$;
-- no update: hours are replaced, so that the audit log shows what was and what came.

select audit.watch('app.weekly_hours', 'id');
select audit.watch('app.date_overrides', 'id');
select audit.watch('app.time_off', 'id');
select audit.watch('app.holidays', 'id');
reset role;
